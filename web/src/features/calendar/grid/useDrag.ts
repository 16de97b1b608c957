import { useRef, type PointerEvent as ReactPointerEvent } from 'react';
import type { EventInstance } from '@/lib/types';
import { addDays, dayOf } from '@/lib/zone';
import { dragged, keyOf, snap } from './move';
import { useHeld } from './useHeld';

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
  const nudged = useRef<Required<Nudge>>({ days: 0, minutes: 0, length: 0 });
  const { held: dragging, take, heldByKeys, holdByKeys, dropKeys, cancelKeys, wasDragged } = useHeld<Dragging>(latest => {
    if (latest.start !== Date.parse(latest.instance.start) || latest.end !== Date.parse(latest.instance.end)) onDrop(latest);
  });

  const begin = (e: ReactPointerEvent<HTMLElement>, instance: EventInstance, kind: 'move' | 'resize', dayIndex: number) => {
    const column = e.currentTarget.closest<HTMLElement>('[data-column]');
    if (e.button !== 0 || !column) return;
    const width = column.getBoundingClientRect().width;
    take(e, {
      atOnce: kind === 'resize',
      at: ({ dx, dy }) => {
        const minutes = Math.round((dy / hourHeight) * (60 / snap)) * snap;
        const at = Math.max(0, Math.min(days.length - 1, dayIndex + (kind === 'move' ? Math.round(dx / width) : 0)));
        return { instance, ...dragged(instance, { kind, day: days[at]!, minutes }, zone) };
      },
    });
  };

  const nudge = (instance: EventInstance, by: Nudge) => {
    const held = heldByKeys();
    const old = held && keyOf(held.instance) === keyOf(instance) ? nudged.current : { days: 0, minutes: 0, length: 0 };
    const next = { days: old.days + (by.days ?? 0), minutes: old.minutes + (by.minutes ?? 0), length: old.length + (by.length ?? 0) };
    const day = addDays(dayOf(Date.parse(instance.start), zone), next.days);
    if (day < days[0]! || day > days.at(-1)!) return;
    const { start, end: stop } = dragged(instance, { kind: 'move', day, minutes: next.minutes }, zone);
    const until = stop + next.length * 60_000;
    if (until < start + snap * 60_000) return;
    nudged.current = next;
    holdByKeys({ instance, start, end: until });
  };
  return { dragging, begin, wasDragged, nudge, dropKeys, cancelKeys };
}
