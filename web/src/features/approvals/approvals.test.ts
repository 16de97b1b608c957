import { describe, expect, it } from 'vitest';
import type { Proposal } from '@/lib/types';
import { readAddresses, writeAddresses } from './cards/addresses';
import { readTime } from './cards/readTime';
import { needsOwn } from './needsOwn';
import { groups, tally } from './tally';

const p = (id: string, more: Partial<Proposal> = {}) => ({ id, kind: 'mail.archive', state: 'pending', risk: 'low', effect: 'privateWrite', reversibility: 'undoable', ...more }) as Proposal;

describe('groups', () => {
  it('keeps batches, then runs’ steps, together, in the order in which they came', () => {
    const list = [p('1', { batchId: 'x' }), p('2'), p('3', { batchId: 'x' }), p('7', { batchId: 'x', kind: 'mail.trash' }), p('4', { runId: 'r', stepId: 's' }), p('5', { runId: 'r', stepId: 's' }), p('6', { runId: 'r', stepId: 's', kind: 'mail.send' })];
    expect(groups(list).map(g => g.map(x => x.id))).toEqual([['1', '3'], ['2'], ['7'], ['4', '5'], ['6']]);
  });
});

it('counts every state somewhere, so that nothing disappears from a result', () => {
  const states = ['pending', 'approved', 'executing', 'done', 'failed', 'unknown', 'rejected', 'expired', 'stale', 'cancelled', 'undoing', 'undone', 'undoFailed'] as const;
  const count = tally(states.map(state => ({ state })));
  expect(Object.values(count).reduce((a, b) => a + b)).toBe(states.length);
  expect(count).toEqual({ pending: 1, running: 3, done: 1, rejected: 2, undone: 1, other: 5 });
});

it('never takes high risk or what leaves the house into a batch', () => {
  expect(needsOwn(p('1'))).toBe(false);
  expect(needsOwn(p('1', { risk: 'medium' }))).toBe(false);
  expect(needsOwn(p('1', { risk: 'high' }))).toBe(true);
  expect(needsOwn(p('1', { effect: 'destructive' }))).toBe(false);
  for (const reversibility of ['held', 'irreversible'] as const) expect(needsOwn(p('1', { reversibility })), reversibility).toBe(true);
  for (const effect of ['external', 'persistentAccess', 'spend'] as const) expect(needsOwn(p('1', { effect })), effect).toBe(true);
});

describe('addresses', () => {
  it('are read with and without names, and written back the same', () => {
    const { addresses, wrong } = readAddresses('Anna Lee <anna@Example.COM>, bob@test.example;\n"Carl, no" ');
    expect(wrong).toBe('"Carl');
    expect(addresses).toEqual([{ name: 'Anna Lee', email: 'anna@example.com' }, { email: 'bob@test.example' }]);
    expect(readAddresses(writeAddresses(addresses)).addresses).toEqual(addresses);
  });
  it.each(['anna', 'anna@', '@example.com', 'a b@example.com', 'anna@example.com@evil.example', '<anna@example.com'])('%s is none', text => {
    expect(readAddresses(text).wrong).not.toBeNull();
  });
  it('keeps the local part as it was typed', () => {
    expect(readAddresses('Anna.Lee@EXAMPLE.com').addresses[0]!.email).toBe('Anna.Lee@example.com');
  });
});

describe('a preview’s time', () => {
  const manner = { zone: 'Europe/Berlin', locale: 'en-GB' };
  it.each([
    ['2026-11-24', 'Tue 24 Nov'],
    ['2026-11-24T13:00:00Z', '14:00'],
    ['2026-11-24T14:00:00+01:00', '14:00'],
    ['2026-11-24T14:00:00+01:00[Europe/Berlin]', '14:00'],
    ['2026-11-24T14:00 Europe/Berlin', '14:00'],
    ['2026-11-24T08:00:00 America/New_York', '14:00'],
  ])('%s shows %s', (text, part) => expect(readTime(text, manner).replace(',', '')).toContain(part));
  it('names the other zone when it was proposed in one', () => {
    expect(readTime('2026-11-24T08:00:00 America/New_York', manner)).toContain('America/New_York');
  });
  it('is shown as it stands when it cannot be read', () => {
    for (const text of ['next Tuesday', '2026-13-45T99:00:00Z', '']) expect(readTime(text, manner)).toBe(text);
  });
});
