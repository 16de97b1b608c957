import type { PointerEvent as ReactPointerEvent } from 'react';

/** Pixels before a press becomes a drag: a click stays a click. */
const slack = 5;
/** How long a finger rests on an event before it takes it along; one that moves at once scrolls, as always. */
const rest = 350;

interface Following {
  /** A finger need not rest first: for grips, which nobody scrolls by. */
  atOnce?: boolean;
  /** Called as soon as the press is a drag, and for each move from then on. */
  onMove: (at: { x: number; y: number; dx: number; dy: number }) => void;
  onDrop: () => void;
  /** Called once in every case, after `onDrop` where there is one. Escape and what takes the pointer away end without a drop. */
  onEnd: (dragged: boolean) => void;
}

/** Follows one pointer from its press to its release. Returns what ends it from outside. */
export function follow(e: ReactPointerEvent<HTMLElement>, { atOnce = false, onMove, onDrop, onEnd }: Following): () => void {
  const from = { x: e.clientX, y: e.clientY };
  const touch = e.pointerType === 'touch';
  const element = e.currentTarget;
  const stop = new AbortController();
  const { signal } = stop;
  let active = touch && atOnce;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = () => {
    if (signal.aborted) return;
    clearTimeout(timer);
    stop.abort();
    onEnd(active);
  };
  const moved = (x: number, y: number) => onMove({ x, y, dx: x - from.x, dy: y - from.y });
  if (touch && !atOnce)
    timer = setTimeout(() => {
      active = true;
      moved(from.x, from.y);
    }, rest);

  window.addEventListener('pointermove', now => {
    if (now.pointerId !== e.pointerId) return;
    if (!active && Math.hypot(now.clientX - from.x, now.clientY - from.y) < slack) return;
    if (!active && touch) return end();
    active = true;
    moved(now.clientX, now.clientY);
  }, { signal });
  window.addEventListener('pointerup', up => {
    if (up.pointerId !== e.pointerId) return;
    if (active) onDrop();
    end();
  }, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', key => {
    if (key.key !== 'Escape') return;
    key.preventDefault();
    end();
  }, { signal, capture: true });
  // Once a finger has taken the event along, its moves scroll no more and open no menu.
  element.addEventListener('touchmove', move => active && move.cancelable && move.preventDefault(), { signal, passive: false });
  element.addEventListener('contextmenu', menu => touch && menu.preventDefault(), { signal });
  return end;
}
