import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { CalendarEvent, CalendarInfo, EventInstance, FreeSlot } from '@/lib/types';
import { keys } from '@/live/reduce';

export const calendarsQuery = queryOptions({
  queryKey: [...keys.calendar, 'calendars'],
  queryFn: ({ signal }) => http.get<{ items: CalendarInfo[] }>('/calendar/calendars', undefined, signal),
  select: d => d.items,
});

export const eventsQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: [...keys.calendar, 'events', from, to],
    queryFn: ({ signal }) => http.get<{ items: EventInstance[] }>('/calendar/events', { from: new Date(from).toISOString(), to: new Date(to).toISOString() }, signal),
    select: d => d.items,
  });

/** Free times within the working hours, best first. */
export const slotsQuery = (from: number, to: number, minutes: number) =>
  queryOptions({
    queryKey: [...keys.calendar, 'slots', from, to, minutes],
    queryFn: ({ signal }) => http.get<{ items: FreeSlot[] }>('/calendar/free-slots', { from: new Date(from).toISOString(), to: new Date(to).toISOString(), minutes }, signal),
    select: d => d.items,
  });

export const eventQuery = (id: string) =>
  queryOptions({ queryKey: [...keys.calendar, 'event', id], queryFn: ({ signal }) => http.get<CalendarEvent>(`/calendar/events/${id}`, undefined, signal) });
