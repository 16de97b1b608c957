import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Conversation, Import, Proposal, ProposalState, StepState, Sync, Turn } from '@/lib/types';
import { pulls } from './pulls';
import { thinking } from './thinking';
import { keys, type Effect } from './reduce';

const over: readonly ProposalState[] = ['done', 'failed', 'rejected', 'expired', 'stale', 'cancelled', 'undone'];

/** Puts effects into the caches. Patches are at once; refreshes of one key are gathered for `delay` milliseconds. */
export function applier(client: QueryClient, notify: (text: string) => void = () => {}, delay = 120) {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    const all = [...waiting.values()];
    waiting.clear();
    for (const queryKey of all) void client.invalidateQueries({ queryKey });
  };

  const refresh = (key: QueryKey) => {
    waiting.set(JSON.stringify(key), key);
    timer ??= setTimeout(flush, delay);
  };

  return (effect: Effect) => {
    switch (effect.type) {
      case 'refresh':
        return refresh(effect.key);
      case 'turn':
        return patchTurn(client, effect.conversationId, effect.turnId, turn => ({ ...turn, state: effect.state as Turn['state'] }));
      case 'step':
        return patchTurn(client, effect.conversationId, effect.turnId, turn => ({ ...turn, steps: withStep(turn.steps, effect) }));
      case 'thinking':
        return thinking.add(effect.turnId, effect.text);
      case 'proposal':
        return patchProposal(client, effect.id, effect.state as ProposalState);
      case 'pull':
        return pulls.set(effect.provider, effect.state);
      case 'notice':
        return notify(effect.text);
      case 'import':
        client.setQueryData<{ items: Import[] }>(keys.imports, old =>
          old && { ...old, items: old.items.map(i => (i.id === effect.id ? { ...i, ...(effect.patch as Partial<Import>) } : i)) });
        if (!client.getQueryData<{ items: Import[] }>(keys.imports)?.items.some(i => i.id === effect.id)) refresh(keys.imports);
        return;
      case 'sync': {
        const is = (s: Sync) => s.accountId === effect.accountId && s.resource === effect.resource;
        client.setQueryData<{ items: Sync[] }>(keys.syncs, old => old && { items: old.items.map(s => (is(s) ? { ...s, ...(effect.patch as Partial<Sync>) } : s)) });
        if (!client.getQueryData<{ items: Sync[] }>(keys.syncs)?.items.some(is)) refresh(keys.syncs);
        return;
      }
    }
  };
}

function patchTurn(client: QueryClient, conversationId: string, turnId: string, change: (turn: Turn) => Turn) {
  client.setQueryData<Conversation>(keys.conversation(conversationId), old =>
    old && { ...old, turns: old.turns.map(turn => (turn.id === turnId ? change(turn) : turn)) });
}

export function withStep(steps: StepState[], e: { stepId: string; state: string; summary?: string; at: string }): StepState[] {
  const state = e.state as StepState['state'];
  const finished = state === 'done' || state === 'failed' || state === 'skipped';
  const next = (old: StepState): StepState => ({
    ...old, state,
    ...(e.summary === undefined ? {} : { summary: e.summary }),
    ...(state === 'running' && !old.startedAt ? { startedAt: e.at } : {}),
    ...(finished && !old.finishedAt ? { finishedAt: e.at } : {}),
  });
  return steps.some(s => s.id === e.stepId) ? steps.map(s => (s.id === e.stepId ? next(s) : s)) : [...steps, next({ id: e.stepId, state })];
}

/** Changes the state wherever the proposal is shown. It stays in the pending list until the next fetch, so that nothing jumps away under the pointer. */
function patchProposal(client: QueryClient, id: string, state: ProposalState) {
  client.setQueriesData<unknown>({ queryKey: keys.proposals }, (old: unknown) => patchAny(old, id, state));
}

function patchAny(old: unknown, id: string, state: ProposalState): unknown {
  if (!old || typeof old !== 'object') return old;
  const page = old as { items?: Proposal[]; pages?: unknown[] };
  if (page.pages) return { ...page, pages: page.pages.map(p => patchAny(p, id, state)) };
  if (!page.items?.some(p => p.id === id)) return old;
  // A late event of an earlier state must not take a finished proposal back; the refresh that follows brings the truth anyway.
  return { ...page, items: page.items.map(p => (p.id === id && !(over.includes(p.state) && (state === 'approved' || state === 'executing')) ? { ...p, state } : p)) };
}
