import type { EventInstance } from '@/lib/types';

/** One line of the day: something that happens, or time between two things that is long enough to use. */
export type Line = { kind: 'event'; event: EventInstance; state: 'over' | 'running' | 'ahead' } | { kind: 'free'; start: number; end: number };

/** Shortest free time that is worth a line. */
const least = 30 * 60_000;

/**
 * The timed events of a day in their order, with the free time between them that lies ahead and within the working hours.
 * Overlapping events leave no gap; what does not take up time (transparent, or declined by nobody) is shown and leaves the time free.
 */
export function linesOf(events: readonly EventInstance[], now: number, hours: { start: number; end: number } | null): Line[] {
  const timed = events.filter(e => !e.event.start.date).toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start) || Date.parse(a.end) - Date.parse(b.end));
  const lines: Line[] = [];
  let busyUntil = hours ? Math.max(hours.start, Math.ceil(now / 900_000) * 900_000) : Infinity;
  const gap = (until: number) => {
    const end = hours ? Math.min(until, hours.end) : until;
    if (end - busyUntil >= least) lines.push({ kind: 'free', start: busyUntil, end });
  };
  for (const event of timed) {
    const [start, end] = [Date.parse(event.start), Date.parse(event.end)];
    const busy = event.event.transparency !== 'transparent' && event.event.status !== 'cancelled';
    if (busy) gap(start);
    lines.push({ kind: 'event', event, state: end <= now && end > start ? 'over' : start <= now && now < end ? 'running' : start < now ? 'over' : 'ahead' });
    if (busy) busyUntil = Math.max(busyUntil, end);
  }
  if (hours) gap(hours.end);
  return lines;
}
