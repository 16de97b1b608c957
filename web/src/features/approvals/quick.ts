import { useSyncExternalStore } from 'react';
import { http } from '@/lib/http';
import type { Id, Proposal } from '@/lib/types';
import { say } from '@/ui/toast';
import { text } from './text';

/** A change that the person asked for with a click: proposed like any other, then shown for one more click. */
export interface Wish {
  kind: string;
  accountId: Id;
  payload: Record<string, unknown>;
  why: string;
}

let shown: readonly Proposal[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Proposal[]) {
  shown = next;
  for (const listener of listeners) listener();
}

export const quick = { show: set, close: () => set([]) };

export const useQuick = () =>
  useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => shown);

/** Proposes all wishes and shows them for approval, but for what a standing permission has decided already. Rejects when one is refused; what was proposed before it stays in the approvals. */
export async function wish(wishes: readonly Wish[]): Promise<void> {
  const made: Proposal[] = [];
  for (const w of wishes) made.push(await http.post<Proposal>('/actions', { ...w, idempotencyKey: crypto.randomUUID() }));
  const asked = made.filter(p => p.state === 'pending');
  if (asked.length < made.length && made.some(p => p.permissionId)) say(text.permittedDone);
  set(asked);
}
