import { useSyncExternalStore } from 'react';

/** What agents have said while working, by turn: shown while it happens and gone on reload. At most the last 40 lines are kept. */
class Thinking {
  #lines = new Map<string, readonly string[]>();
  #listeners = new Set<() => void>();

  add(turnId: string, text: string) {
    if (!text) return;
    this.#lines.set(turnId, [...(this.#lines.get(turnId) ?? []), text].slice(-40));
    for (const listener of this.#listeners) listener();
  }

  of = (turnId: string) => this.#lines.get(turnId) ?? none;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

const none: readonly string[] = [];
export const thinking = new Thinking();
export const useThinking = (turnId: string) => useSyncExternalStore(thinking.subscribe, () => thinking.of(turnId));
