import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { EventInstance } from '@/lib/types';
import { addDays, daysBetween } from '@/lib/zone';
import { follow } from './follow';
import { daysCovered } from './layout';
import { keyOf } from './move';

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
  const [dragging, setDragging] = useState<DayDragging | null>(null);
  const end = useRef<(() => void) | null>(null);
  const moved = useRef(false);
  const byKeys = useRef<DayDragging | null>(null);
  useEffect(() => () => end.current?.(), []);

  const drop = (latest: DayDragging | null) => {
    if (!latest) return;
    const [first, last] = daysCovered(latest.instance, zone);
    if (latest.first !== first || latest.last !== last) onDrop(latest);
  };

  const begin = (e: ReactPointerEvent<HTMLElement>, instance: EventInstance, kind: DayDrag = 'move') => {
    const from = dayAt(e.clientX, e.clientY);
    if (e.button !== 0 || !from) return;
    const covered = daysCovered(instance, zone);
    let latest: DayDragging | null = null;
    moved.current = false;
    cancelKeys();
    end.current = follow(e, {
      atOnce: kind !== 'move',
      onMove: ({ x, y }) => {
        moved.current = true;
        const to = dayAt(x, y);
        if (!to) return;
        const [first, last] = shiftDays(covered, kind, daysBetween(from, to));
        latest = { instance, first, last };
        setDragging(latest);
      },
      onDrop: () => drop(latest),
      onEnd: () => {
        end.current = null;
        setDragging(null);
      },
    });
  };

  const nudge = (instance: EventInstance, kind: DayDrag, by: number) => {
    const held = byKeys.current;
    const covered = held && keyOf(held.instance) === keyOf(instance) ? ([held.first, held.last] as const) : daysCovered(instance, zone);
    const [first, last] = shiftDays(covered, kind, by);
    byKeys.current = { instance, first, last };
    setDragging(byKeys.current);
  };

  const dropKeys = () => {
    const latest = byKeys.current;
    cancelKeys();
    drop(latest);
    return latest !== null;
  };

  const cancelKeys = () => {
    if (!byKeys.current) return false;
    byKeys.current = null;
    setDragging(null);
    return true;
  };

  const wasDragged = () => {
    const was = moved.current;
    moved.current = false;
    return was;
  };
  return { dragging, begin, wasDragged, nudge, dropKeys, cancelKeys };
}
