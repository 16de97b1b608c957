import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { EventInstance } from '@/lib/types';
import { addDays, dayOf } from '@/lib/zone';
import { follow } from './follow';
import { dragged, keyOf, snap } from './move';

/** An event that is being moved, and where it would stand if it were let go now. */
export interface Dragging {
  instance: EventInstance;
  start: number;
  end: number;
}

interface Options {
  days: readonly string[];
  zone: string;
  hourHeight: number;
  onDrop: (drop: Dragging) => void;
}

/** By how much keys have moved an event: days, minutes of the wall clock, and minutes of its length. */
interface Nudge {
  days?: number;
  minutes?: number;
  length?: number;
}

/**
 * Moving events among the hours: by mouse, by a finger that rests on one first, and by keys, where Enter lets go. What comes of it is proposed by `onDrop` and changes nothing by itself.
 * Escape lets go without a trace.
 */
export function useDrag({ days, zone, hourHeight, onDrop }: Options) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const end = useRef<(() => void) | null>(null);
  const moved = useRef(false);
  const nudged = useRef<Required<Nudge>>({ days: 0, minutes: 0, length: 0 });
  const byKeys = useRef<Dragging | null>(null);
  useEffect(() => () => end.current?.(), []);

  const drop = (latest: Dragging | null) => {
    if (latest && (latest.start !== Date.parse(latest.instance.start) || latest.end !== Date.parse(latest.instance.end))) onDrop(latest);
  };

  const begin = (e: ReactPointerEvent<HTMLElement>, instance: EventInstance, kind: 'move' | 'resize', dayIndex: number) => {
    const column = e.currentTarget.closest<HTMLElement>('[data-column]');
    if (e.button !== 0 || !column) return;
    const width = column.getBoundingClientRect().width;
    let latest: Dragging | null = null;
    moved.current = false;
    cancelKeys();
    end.current = follow(e, {
      atOnce: kind === 'resize',
      onMove: ({ dx, dy }) => {
        moved.current = true;
        const minutes = Math.round((dy / hourHeight) * (60 / snap)) * snap;
        const at = Math.max(0, Math.min(days.length - 1, dayIndex + (kind === 'move' ? Math.round(dx / width) : 0)));
        latest = { instance, ...dragged(instance, { kind, day: days[at]!, minutes }, zone) };
        setDragging(latest);
      },
      onDrop: () => drop(latest),
      onEnd: () => {
        end.current = null;
        setDragging(null);
      },
    });
  };

  const nudge = (instance: EventInstance, by: Nudge) => {
    const same = byKeys.current && keyOf(byKeys.current.instance) === keyOf(instance);
    const old = same ? nudged.current : { days: 0, minutes: 0, length: 0 };
    const next = { days: old.days + (by.days ?? 0), minutes: old.minutes + (by.minutes ?? 0), length: old.length + (by.length ?? 0) };
    const day = addDays(dayOf(Date.parse(instance.start), zone), next.days);
    if (day < days[0]! || day > days.at(-1)!) return;
    const { start, end: stop } = dragged(instance, { kind: 'move', day, minutes: next.minutes }, zone);
    const until = stop + next.length * 60_000;
    if (until < start + snap * 60_000) return;
    nudged.current = next;
    byKeys.current = { instance, start, end: until };
    setDragging(byKeys.current);
  };

  /** Lets go of what keys have moved. False when there is nothing. */
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

  /** True once after a drag: the click that the browser sends after it is none. */
  const wasDragged = () => {
    const was = moved.current;
    moved.current = false;
    return was;
  };
  return { dragging, begin, wasDragged, nudge, dropKeys, cancelKeys };
}
