import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import { follow } from './follow';

interface Follow<T> {
  /** Whether it moves at once, or only after the finger has rested. */
  atOnce: boolean;
  /** Where it would stand with the pointer there; undefined where nothing is. */
  at: (pointer: { x: number; y: number; dx: number; dy: number }) => T | undefined;
}

/**
 * What is held by a pointer or moved by keys, and where it would stand if it were let go now. `onDrop` is called once for each time that something is let go, and never after Escape.
 * Keys and pointer never hold at once: the pointer takes over.
 */
export function useHeld<T>(onDrop: (drop: T) => void) {
  const [held, setHeld] = useState<T | null>(null);
  const end = useRef<(() => void) | null>(null);
  const moved = useRef(false);
  const byKeys = useRef<T | null>(null);
  useEffect(() => () => end.current?.(), []);

  const drop = (latest: T | null) => {
    if (latest) onDrop(latest);
  };

  const take = (e: ReactPointerEvent<HTMLElement>, { atOnce, at }: Follow<T>) => {
    let latest: T | null = null;
    moved.current = false;
    cancelKeys();
    end.current = follow(e, {
      atOnce,
      onMove: pointer => {
        moved.current = true;
        const next = at(pointer);
        if (!next) return;
        latest = next;
        setHeld(latest);
      },
      onDrop: () => drop(latest),
      onEnd: () => {
        end.current = null;
        setHeld(null);
      },
    });
  };

  /** What keys hold now. */
  const heldByKeys = () => byKeys.current;

  const holdByKeys = (next: T) => {
    byKeys.current = next;
    setHeld(next);
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
    setHeld(null);
    return true;
  };

  /** True once after a drag: the click that the browser sends after it is none. */
  const wasDragged = () => {
    const was = moved.current;
    moved.current = false;
    return was;
  };
  return { held, take, heldByKeys, holdByKeys, dropKeys, cancelKeys, wasDragged };
}
