import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { EventInstance } from '@/lib/types';
import { dragged, snap } from './move';

/** An event under the pointer, and where it would stand if it were let go now. */
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

/** Pixels before a press becomes a drag: a click stays a click. */
const slack = 5;

/**
 * Dragging of events by the pointer; what comes of it is proposed by `onDrop` and changes nothing by itself. Escape lets go without a trace.
 * Fingers scroll as always; on a touch screen an event is moved in its details.
 */
export function useDrag({ days, zone, hourHeight, onDrop }: Options) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const end = useRef<(() => void) | null>(null);
  const moved = useRef(false);
  useEffect(() => () => end.current?.(), []);

  const begin = (e: ReactPointerEvent<HTMLElement>, instance: EventInstance, kind: 'move' | 'resize', dayIndex: number) => {
    if (e.button !== 0 || e.pointerType === 'touch') return;
    const column = e.currentTarget.closest<HTMLElement>('[data-column]');
    if (!column) return;
    const width = column.getBoundingClientRect().width;
    const from = { x: e.clientX, y: e.clientY };
    let latest: Dragging | null = null;
    moved.current = false;

    const onMove = (now: PointerEvent) => {
      const [dx, dy] = [now.clientX - from.x, now.clientY - from.y];
      if (!moved.current && Math.hypot(dx, dy) < slack) return;
      moved.current = true;
      const minutes = Math.round((dy / hourHeight) * (60 / snap)) * snap;
      const column = Math.max(0, Math.min(days.length - 1, dayIndex + (kind === 'move' ? Math.round(dx / width) : 0)));
      latest = { instance, ...dragged(instance, { kind, day: days[column]!, minutes }, zone) };
      setDragging(latest);
    };
    const onUp = () => {
      end.current?.();
      if (latest && (latest.start !== Date.parse(instance.start) || latest.end !== Date.parse(instance.end))) onDrop(latest);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      end.current?.();
    };
    end.current = () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('keydown', onKey, true);
      end.current = null;
      setDragging(null);
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('keydown', onKey, true);
  };

  /** True once after a drag: the click that the browser sends after it is none. */
  const wasDragged = () => {
    const was = moved.current;
    moved.current = false;
    return was;
  };
  return { dragging, begin, wasDragged };
}
