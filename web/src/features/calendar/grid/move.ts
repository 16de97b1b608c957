import type { Wish } from '@/features/approvals/quick';
import type { EventInstance, EventTime } from '@/lib/types';
import { addDays, localText, minuteOfDay, parseDay, toInstant } from '@/lib/zone';
import { text } from '../text';

/** Minutes to which a dragged event snaps, and the shortest that it can be made. */
export const snap = 15;

/** One happening, whatever copy of it. */
export const keyOf = (e: EventInstance) => e.event.id + e.start;

/** The instant of a day and its minute by the wall clock; minutes beyond midnight are the next day's. */
export function instantOf(day: string, minute: number, zone: string): number {
  const days = Math.floor(minute / 1440);
  const rest = minute - days * 1440;
  return toInstant({ ...parseDay(addDays(day, days)), hour: Math.floor(rest / 60), minute: Math.round(rest % 60) }, zone);
}

/**
 * Where an event would stand: moved by whole days and by minutes of the wall clock, so that 9:00 stays 9:00 across a clock change and it keeps its length;
 * or made longer or shorter at its end.
 */
export function dragged(instance: EventInstance, drag: { kind: 'move' | 'resize'; day: string; minutes: number }, zone: string): { start: number; end: number } {
  const start = Date.parse(instance.start);
  const end = Date.parse(instance.end);
  if (drag.kind === 'resize') return { start, end: Math.max(start + snap * 60_000, end + drag.minutes * 60_000) };
  const from = instantOf(drag.day, minuteOfDay(start, zone) + drag.minutes, zone);
  return { start: from, end: from + (end - start) };
}

const inZone = (instant: number, zone: string): EventTime => ({ local: `${localText(instant, zone)}:00`, zone });

/** The proposal that new times are. Of a series it names the one happening; times are written in the event's own zone. */
export function rescheduling(instance: EventInstance, at: { start: number; end: number }, viewerZone: string): Wish {
  const { event } = instance;
  return {
    kind: 'calendar.update-event', accountId: event.accountId, why: text.moveWhy,
    payload: {
      eventId: event.id, ...(event.recurrence ? { originalStart: instance.originalStart } : {}), start: inZone(at.start, event.start.zone ?? viewerZone), end: inZone(at.end, event.end.zone ?? event.start.zone ?? viewerZone),
    },
  };
}

/** The same for whole days: an all-day event gets new dates, a timed one keeps its hours on another day. */
export function redating(instance: EventInstance, first: string, last: string, viewerZone: string): Wish {
  const { event } = instance;
  if (!event.start.date) {
    return rescheduling(instance, dragged(instance, { kind: 'move', day: first, minutes: 0 }, viewerZone), viewerZone);
  }
  return {
    kind: 'calendar.update-event', accountId: event.accountId, why: text.moveWhy,
    payload: { eventId: event.id, ...(event.recurrence ? { originalStart: instance.originalStart } : {}), start: { date: first }, end: { date: addDays(last, 1) } },
  };
}
