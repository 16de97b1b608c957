import type { EventInstance, EventTime, Proposal } from '@/lib/types';
import { eventInstant } from '@/lib/format';
import { addDays, startOfDay } from '@/lib/zone';

/** A change of the calendar that waits for approval, where it would come to stand. */
export interface Ghost {
  id: string;
  title: string;
  start: number;
  end: number;
  kind: 'create' | 'move' | 'remind';
  /** Of an all-day proposal: its first and last day. */
  dates?: readonly [first: string, last: string];
}

interface Payload {
  eventId?: string;
  summary?: string | null;
  start?: EventTime | null;
  end?: EventTime | null;
  at?: EventTime | null;
  originalStart?: EventTime | null;
}

const half = 1_800_000;

/** What is proposed, where it would stand. Changes of words alone have no place of their own. */
export function ghostsOf(pending: readonly Proposal[], zone: string): Ghost[] {
  return pending.flatMap((p): Ghost[] => {
    const { start, end, at, summary } = p.payload as Payload;
    const title = summary || p.preview.target.label;
    if (p.kind === 'calendar.create-reminder' && at?.local) return [{ id: p.id, title, start: eventInstant(at, zone), end: eventInstant(at, zone) + half, kind: 'remind' }];
    if (p.kind !== 'calendar.create-event' && p.kind !== 'calendar.update-event') return [];
    const kind = p.kind === 'calendar.create-event' ? 'create' : 'move';
    if (start?.date) {
      const after = end?.date && end.date > start.date ? end.date : addDays(start.date, 1);
      return [{ id: p.id, title, start: startOfDay(start.date, zone), end: startOfDay(after, zone), kind, dates: [start.date, addDays(after, -1)] }];
    }
    if (!start?.local) return [];
    const from = eventInstant(start, zone);
    return [{ id: p.id, title, start: from, end: end?.local ? Math.max(eventInstant(end, zone), from + 60_000) : from + half, kind }];
  });
}

const same = (a: EventTime | null | undefined, b: EventTime) => !a || (a.date ?? a.local) === (b.date ?? b.local);

/** What a waiting proposal would do to an event that stands in the calendar. */
export function fateOf(instance: EventInstance, pending: readonly Proposal[]): 'leaves' | 'goes' | undefined {
  for (const p of pending) {
    const payload = p.payload as Payload;
    if (payload.eventId !== instance.event.id || !same(payload.originalStart, instance.originalStart)) continue;
    if (p.kind === 'calendar.delete-event') return 'goes';
    if (p.kind === 'calendar.update-event' && payload.start) return 'leaves';
  }
  return undefined;
}
