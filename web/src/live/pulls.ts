import { useSyncExternalStore } from 'react';

/** How far a model is that a provider fetches. Bytes are told while they are known. */
export interface PullState {
  model: string;
  status: string;
  completed?: number;
  total?: number;
}

/** What is being fetched, by provider: shown while it happens and gone when it ends. */
class Pulls {
  #states = new Map<string, PullState>();
  #listeners = new Set<() => void>();

  set(provider: string, state: PullState | undefined) {
    if (state) this.#states.set(provider, state);
    else this.#states.delete(provider);
    for (const listener of this.#listeners) listener();
  }

  of = (provider: string) => this.#states.get(provider);

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
}

export const pulls = new Pulls();
export const usePull = (provider: string) => useSyncExternalStore(pulls.subscribe, () => pulls.of(provider));
