import type { EventInstance } from '@/lib/types';
import { addDays, dayOf, daysBetween, minuteOfDay, startOfDay } from '@/lib/zone';

/** One event's part of one day: minutes by the wall clock, and which of how many columns it takes. */
export interface Placed {
  instance: EventInstance;
  from: number;
  to: number;
  column: number;
  columns: number;
  /** It began before this day, or goes on after it. */
  cutStart: boolean;
  cutEnd: boolean;
}

/** Minutes that the smallest drawn event takes up, so that it can be touched. */
const least = 33;

export const isAllDay = (e: EventInstance) => !!e.event.start.date || Date.parse(e.end) - Date.parse(e.start) >= 86_400_000;

/** The timed events of one day, side by side where they overlap; every group of overlapping ones shares the width evenly. */
export function layoutDay(instances: readonly EventInstance[], day: string, zone: string): Placed[] {
  const dayStart = startOfDay(day, zone);
  const dayEnd = startOfDay(addDays(day, 1), zone);
  const placed: Placed[] = [];
  for (const instance of instances) {
    if (isAllDay(instance)) continue;
    const start = Date.parse(instance.start);
    const end = Math.max(Date.parse(instance.end), start + 1);
    if (end <= dayStart || start >= dayEnd) continue;
    const from = start < dayStart ? 0 : minuteOfDay(start, zone);
    const to = end >= dayEnd ? 1440 : minuteOfDay(end, zone);
    placed.push({ instance, from, to: Math.max(to, from), column: 0, columns: 1, cutStart: start < dayStart, cutEnd: end > dayEnd });
  }
  placed.sort((a, b) => a.from - b.from || b.to - a.to || (a.instance.event.id < b.instance.event.id ? -1 : 1));

  let group: Placed[] = [];
  let ends: number[] = [];
  let groupEnd = -1;
  const close = () => {
    for (const p of group) p.columns = ends.length;
    group = [];
    ends = [];
  };
  for (const p of placed) {
    if (p.from >= groupEnd) close();
    const bottom = Math.max(p.to, p.from + least);
    const free = ends.findIndex(end => end <= p.from);
    p.column = free === -1 ? ends.length : free;
    ends[p.column] = bottom;
    group.push(p);
    groupEnd = group.length === 1 ? bottom : Math.max(groupEnd, bottom);
  }
  close();
  return placed;
}

/**
 * First and last day that an event touches. An all-day event's days are its dates, wherever the viewer is, and never instants: a birthday is one day in
 * every zone. Of a series the instance is named by its original start; a changed instance has dates of its own.
 */
export function daysCovered({ event, start, end, originalStart }: EventInstance, zone: string): [first: string, last: string] {
  if (event.start.date && event.end.date) {
    const first = (event.recurrence ? originalStart.date : null) ?? event.start.date;
    return [first, addDays(first, Math.max(0, daysBetween(event.start.date, event.end.date) - 1))];
  }
  return [dayOf(Date.parse(start), zone), dayOf(Math.max(Date.parse(end) - 1, Date.parse(start)), zone)];
}

/** A bar over days of the view: first and last column, and its row. */
export interface Bar<T = EventInstance> {
  of: T;
  first: number;
  last: number;
  row: number;
}

/** Bars for what covers days, longest first, each in the highest row that is free there; those of earlier lists above those of later ones. */
export function layoutSpans<T>(spans: readonly { of: T; first: string; last: string }[], days: readonly string[], rows: number[] = []): Bar<T>[] {
  const bars: Bar<T>[] = [];
  for (const { of, first: firstDay, last: lastDay } of spans.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : 1))) {
    if (lastDay < days[0]! || firstDay > days.at(-1)!) continue;
    const first = Math.max(0, days.findIndex(d => d >= firstDay));
    const last = days.findLastIndex(d => d <= lastDay);
    const free = rows.findIndex(end => end < first);
    const row = free === -1 ? rows.length : free;
    rows[row] = last;
    bars.push({ of, first, last, row });
  }
  return bars;
}

/** The all-day (or longer) events of a view. */
export const layoutBars = (instances: readonly EventInstance[], days: readonly string[], zone: string, rows: number[] = []): Bar[] =>
  layoutSpans(instances.filter(isAllDay).map(of => {
    const [first, last] = daysCovered(of, zone);
    return { of, first, last };
  }), days, rows);

/** Everything of one day for the month view: all-day first, then by time. */
export function ofDay(instances: readonly EventInstance[], day: string, zone: string): EventInstance[] {
  return instances
    .filter(e => {
      const [first, last] = daysCovered(e, zone);
      return first <= day && day <= last;
    })
    .sort((a, b) => Number(isAllDay(b)) - Number(isAllDay(a)) || Date.parse(a.start) - Date.parse(b.start));
}
