import { useSyncExternalStore } from 'react';
import { http } from '@/lib/http';
import type { Id, Proposal } from '@/lib/types';

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

/** Proposes all wishes and shows them for approval. Rejects when one is refused; what was proposed before it stays in the approvals. */
export async function wish(wishes: readonly Wish[]): Promise<void> {
  const made: Proposal[] = [];
  for (const w of wishes) made.push(await http.post<Proposal>('/actions', { ...w, idempotencyKey: crypto.randomUUID() }));
  set(made);
}
