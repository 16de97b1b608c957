import { useSyncExternalStore } from 'react';

let sheet = false;
const listeners = new Set<() => void>();
const set = (next: boolean) => {
  sheet = next;
  for (const listener of listeners) listener();
};

export const overlays = { showSheet: () => set(true), hideSheet: () => set(false) };

export const useSheet = () =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => sheet);
