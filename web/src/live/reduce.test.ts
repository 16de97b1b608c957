import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '@/lib/types';
import { effectsOf, keys } from './reduce';

let seq = 0;
const event = (type: string, data: Record<string, unknown>): LiveEvent => ({ seq: ++seq, type, data, at: '2026-11-20T12:00:00Z' });

describe('a live event', () => {
  it('of a step shows the step at once and then fetches the conversation', () => {
    expect(effectsOf(event('step_updated', { conversationId: 'c', turnId: 't', runId: 'r', stepId: 's1', state: 'done', summary: 'Found 23 messages' }))).toEqual([
      { type: 'step', conversationId: 'c', turnId: 't', stepId: 's1', state: 'done', summary: 'Found 23 messages', at: '2026-11-20T12:00:00Z' },
      { type: 'refresh', key: keys.conversation('c') },
    ]);
  });

  it('of a proposal patches it and refreshes every list of proposals and the audit', () => {
    const effects = effectsOf(event('proposal_changed', { id: 'p', state: 'executing' }));
    expect(effects[0]).toEqual({ type: 'proposal', id: 'p', state: 'executing' });
    expect(effects.slice(1).map(e => e.type === 'refresh' && e.key)).toEqual([keys.proposals, keys.audit]);
  });

  it('of an import refreshes the accounts only when it is over', () => {
    const refreshes = (state: string) => effectsOf(event('import_progress', { id: 'i', state })).filter(e => e.type === 'refresh').length;
    expect(refreshes('running')).toBe(0);
    expect(refreshes('done')).toBe(2);
  });

  it('of a sync shows how far it is, and refreshes the accounts only when it is in step or fails', () => {
    const progress = (data: Record<string, unknown>) => effectsOf(event('sync_progress', { accountId: 'a', resource: 'mail', phase: 'first', done: 50, total: 900, ...data }));
    expect(progress({})).toEqual([{ type: 'sync', accountId: 'a', resource: 'mail', patch: { phase: 'first', done: 50, total: 900, errorCode: null, error: null, lastAt: '2026-11-20T12:00:00Z' } }]);
    expect(progress({ phase: 'steady' })).toHaveLength(2);
    expect(progress({ error: { code: 'google_unreachable', detail: 'Google cannot be reached.' } })[0]).toMatchObject({ patch: { error: 'Google cannot be reached.' } });
  });

  it('of a wait refreshes what is shown of the run that waits', () => {
    expect(effectsOf(event('waiting', { subjectId: 'r', reason: 'Google asks to slow down' }))).toEqual([{ type: 'refresh', key: keys.run('r') }]);
  });

  it('of a run refreshes the list of runs and what is shown of this one', () => {
    expect(effectsOf(event('run_changed', { runId: 'r', state: 'waiting', node: 'ask', seq: 3 }))).toEqual([{ type: 'refresh', key: keys.runs }, { type: 'refresh', key: keys.run('r') }]);
  });

  it('of a kind that this page does not know changes nothing', () => {
    expect(effectsOf(event('something_new', { id: 'x' }))).toEqual([]);
  });
});
