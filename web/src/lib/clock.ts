import { useSyncExternalStore } from 'react';

/**
 * The server's time, told once a second. Count-downs follow the server, whose clock decides what has expired; it may be fixed for a demonstration, and
 * a laptop's may be wrong.
 */
class ServerClock {
  #offset = 0;
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #tick = Math.floor(Date.now() / 1000) * 1000;

  /** An instant that the server has just named. Differences under two seconds are the network's and are ignored. */
  learn(now: string | null | undefined) {
    if (!now) return;
    const offset = Date.parse(now) - Date.now();
    if (Number.isFinite(offset) && Math.abs(offset - this.#offset) > 2000) {
      this.#offset = offset;
      this.#beat();
    }
  }

  now = () => Date.now() + this.#offset;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    if (this.#timer === undefined) {
      this.#beat();
      this.#timer = setInterval(this.#beat, 1000);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    };
  };

  tick = () => this.#tick;

  #beat = () => {
    const tick = Math.floor(this.now() / 1000) * 1000;
    if (tick === this.#tick) return;
    this.#tick = tick;
    for (const listener of this.#listeners) listener();
  };
}

export const clock = new ServerClock();

/** Milliseconds of now, again every second. Only components that show a running time should use it. */
export function useNow(): number {
  return useSyncExternalStore(clock.subscribe, clock.tick);
}

/** The same, again every minute only: for "5 minutes ago" and day headings in long lists. */
export function useMinute(): number {
  return useSyncExternalStore(clock.subscribe, () => Math.floor(clock.tick() / 60_000) * 60_000);
}
