import { useSyncExternalStore } from 'react';

/** Senders whose pictures from elsewhere are loaded, as chosen on this device; and messages for which that was chosen once. */
const key = 'steward.image-senders';
const read = (): ReadonlySet<string> => {
  try {
    return new Set(JSON.parse(localStorage.getItem(key) ?? '[]') as string[]);
  } catch {
    return new Set();
  }
};
let senders = read();
const listeners = new Set<() => void>();

export function allowImagesOf(sender: string, allowed: boolean) {
  const next = new Set(senders);
  if (allowed) next.add(sender.toLowerCase());
  else next.delete(sender.toLowerCase());
  senders = next;
  localStorage.setItem(key, JSON.stringify([...next]));
  for (const listener of listeners) listener();
}

export const useImagesOf = (sender: string) =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => senders).has(sender.toLowerCase());

/** True when a mail asks for pictures from elsewhere over https, the only way in which they are ever loaded. */
export const hasRemoteImages = (html: string | null | undefined) => /<img\b[^>]*\bsrc\s*=\s*["']?\s*https:/i.test(html ?? '');
