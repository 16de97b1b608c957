import { useSyncExternalStore } from 'react';

let wanted = false;
const listeners = new Set<() => void>();

/** Opens the palette; its code is fetched the first time. */
export function openPalette() {
  wanted = true;
  for (const listener of listeners) listener();
  void import('./Palette').then(m => m.openPalette());
}

export const usePaletteWanted = () =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => wanted);
