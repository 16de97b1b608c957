import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, Proposal } from '@/lib/types';
import { applier, withStep } from './apply';
import { keys } from './reduce';

let client: QueryClient;
beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
});

const proposal = (id: string, state: Proposal['state']) => ({ id, state }) as Proposal;
const statesOf = (key: readonly unknown[]) => client.getQueryData<{ items: Proposal[] }>(key)!.items.map(p => `${p.id}:${p.state}`);

describe('refreshes', () => {
  it('of one key within a moment become one request', () => {
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    const apply = applier(client, () => {}, 100);
    for (let i = 0; i < 50; i++) apply({ type: 'refresh', key: keys.proposals });
    apply({ type: 'refresh', key: keys.mail });
    expect(invalidate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(invalidate.mock.calls.map(c => c[0]?.queryKey)).toEqual([keys.proposals, keys.mail]);
    vi.advanceTimersByTime(1000);
    expect(invalidate).toHaveBeenCalledTimes(2);
  });
});

describe('a proposal’s new state', () => {
  it('shows in every list that holds it, flat or paged', () => {
    client.setQueryData(keys.pending, { items: [proposal('a', 'pending'), proposal('b', 'pending')] });
    client.setQueryData(keys.runProposals('r'), { items: [proposal('b', 'pending')] });
    client.setQueryData([...keys.activity, '', ''], { pages: [{ items: [proposal('b', 'executing')] }], pageParams: [null] });
    applier(client)({ type: 'proposal', id: 'b', state: 'done' });
    expect(statesOf(keys.pending)).toEqual(['a:pending', 'b:done']);
    expect(statesOf(keys.runProposals('r'))).toEqual(['b:done']);
    expect(client.getQueryData<{ pages: { items: Proposal[] }[] }>([...keys.activity, '', ''])!.pages[0]!.items[0]!.state).toBe('done');
  });

  it('does not take a finished one back when an earlier event comes late', () => {
    client.setQueryData(keys.pending, { items: [proposal('a', 'done')] });
    applier(client)({ type: 'proposal', id: 'a', state: 'executing' });
    expect(statesOf(keys.pending)).toEqual(['a:done']);
    applier(client)({ type: 'proposal', id: 'a', state: 'undoing' });
    expect(statesOf(keys.pending)).toEqual(['a:undoing']);
  });
});

describe('a step', () => {
  const running = { stepId: 's1', state: 'running', at: '2026-11-20T12:00:00Z' };
  it('keeps its first start and first end when events are repeated', () => {
    let steps = withStep([], running);
    steps = withStep(steps, { ...running, at: '2026-11-20T12:00:05Z' });
    steps = withStep(steps, { stepId: 's1', state: 'done', summary: 'Found 3', at: '2026-11-20T12:00:06Z' });
    steps = withStep(steps, { stepId: 's1', state: 'done', at: '2026-11-20T12:00:09Z' });
    expect(steps).toEqual([{ id: 's1', state: 'done', summary: 'Found 3', startedAt: '2026-11-20T12:00:00Z', finishedAt: '2026-11-20T12:00:06Z' }]);
  });

  it('of a conversation that is not open is ignored', () => {
    applier(client)({ type: 'step', conversationId: 'c', turnId: 't', stepId: 's', state: 'done', at: '' });
    expect(client.getQueryData(keys.conversation('c'))).toBeUndefined();
  });

  it('changes its own turn only', () => {
    const turn = (id: string) => ({ id, message: '', createdAt: '', state: 'running' as const, steps: [], models: [], attachments: [] });
    client.setQueryData<Conversation>(keys.conversation('c'), { id: 'c', title: '', turns: [turn('1'), turn('2')] });
    applier(client)({ type: 'step', conversationId: 'c', turnId: '2', stepId: 's', state: 'done', at: '' });
    expect(client.getQueryData<Conversation>(keys.conversation('c'))!.turns.map(t => t.steps.length)).toEqual([0, 1]);
  });
});
