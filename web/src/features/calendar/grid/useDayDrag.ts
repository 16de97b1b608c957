import type { PointerEvent as ReactPointerEvent } from 'react';
import type { EventInstance } from '@/lib/types';
import { addDays, daysBetween } from '@/lib/zone';
import { daysCovered } from './layout';
import { keyOf } from './move';
import { useHeld } from './useHeld';

/** An event that is being moved by whole days, and the days that it would cover if it were let go now. */
export interface DayDragging {
  instance: EventInstance;
  first: string;
  last: string;
}

export type DayDrag = 'move' | 'first' | 'last';

interface Options {
  zone: string;
  /** The day at a place of the screen. */
  dayAt: (x: number, y: number) => string | undefined;
  onDrop: (drop: DayDragging) => void;
}

/** Days after a drag by so many. The ends never pass one another. */
export function shiftDays([first, last]: readonly [string, string], kind: DayDrag, by: number): [string, string] {
  if (kind === 'move') return [addDays(first, by), addDays(last, by)];
  if (kind === 'first') return [addDays(first, Math.min(by, daysBetween(first, last))), last];
  return [first, addDays(last, Math.max(by, -daysBetween(first, last)))];
}

/** Moving events from day to day, and the ends of all-day ones; by mouse, a resting finger, or keys. Proposes nothing by itself. */
export function useDayDrag({ zone, dayAt, onDrop }: Options) {
  const { held: dragging, take, heldByKeys, holdByKeys, dropKeys, cancelKeys, wasDragged } = useHeld<DayDragging>(latest => {
    const [first, last] = daysCovered(latest.instance, zone);
    if (latest.first !== first || latest.last !== last) onDrop(latest);
  });

  const begin = (e: ReactPointerEvent<HTMLElement>, instance: EventInstance, kind: DayDrag = 'move') => {
    const from = dayAt(e.clientX, e.clientY);
    if (e.button !== 0 || !from) return;
    const covered = daysCovered(instance, zone);
    take(e, {
      atOnce: kind !== 'move',
      at: ({ x, y }) => {
        const to = dayAt(x, y);
        if (!to) return undefined;
        const [first, last] = shiftDays(covered, kind, daysBetween(from, to));
        return { instance, first, last };
      },
    });
  };

  const nudge = (instance: EventInstance, kind: DayDrag, by: number) => {
    const held = heldByKeys();
    const covered = held && keyOf(held.instance) === keyOf(instance) ? ([held.first, held.last] as const) : daysCovered(instance, zone);
    const [first, last] = shiftDays(covered, kind, by);
    holdByKeys({ instance, first, last });
  };
  return { dragging, begin, wasDragged, nudge, dropKeys, cancelKeys };
}
