import { useSyncExternalStore } from 'react';

const key = 'steward.approvals-panel';
let open = typeof localStorage !== 'undefined' && localStorage.getItem(key) === 'open' && window.matchMedia('(min-width: 75em)').matches;
const listeners = new Set<() => void>();

function set(next: boolean) {
  open = next;
  localStorage.setItem(key, next ? 'open' : 'closed');
  for (const listener of listeners) listener();
}

/** Whether the approvals panel is shown; remembered on this device. */
export const panel = { open: () => set(true), close: () => set(false), toggle: () => set(!open) };

export const usePanel = () =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => open);
