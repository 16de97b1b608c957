import type { Proposal } from '@/lib/types';

/** How far a batch has come. */
export function tally(proposals: readonly Pick<Proposal, 'state'>[]) {
  const count = { pending: 0, running: 0, done: 0, rejected: 0, undone: 0, other: 0 };
  for (const { state } of proposals) {
    if (state === 'pending') count.pending++;
    else if (state === 'approved' || state === 'executing' || state === 'undoing') count.running++;
    else if (state === 'done') count.done++;
    else if (state === 'rejected' || state === 'cancelled') count.rejected++;
    else if (state === 'undone') count.undone++;
    else count.other++;
  }
  return count;
}

/** Proposals that are looked at together: those of one batch, else of one run's step, and of one kind, in the order in which they came. */
export function groups<T extends Pick<Proposal, 'id' | 'batchId' | 'runId' | 'stepId' | 'kind'>>(proposals: readonly T[]): T[][] {
  const byKey = new Map<string, T[]>();
  for (const p of proposals) {
    const key = p.batchId ? `${p.batchId}/${p.kind}` : p.runId ? `${p.runId}/${p.stepId ?? ''}/${p.kind}` : p.id;
    const group = byKey.get(key);
    if (group) group.push(p);
    else byKey.set(key, [p]);
  }
  return [...byKey.values()];
}
