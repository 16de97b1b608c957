import { describe, expect, it } from 'vitest';
import { layered } from '@/lib/layered';
import { changedLines } from './run/changes';

const at = (placed: ReturnType<typeof layered>) => Object.fromEntries(placed.map(p => [p.name, p.layer]));

describe('the layers of a workflow', () => {
  it('follow the longest way from the start', () => {
    const edges = [['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd'], ['a', 'd']].map(([from, to]) => ({ from: from!, to: to! }));
    const placed = layered('a', ['a', 'b', 'c', 'd'], edges);
    expect(at(placed)).toEqual({ a: 0, b: 1, c: 1, d: 2 });
    expect(placed.filter(p => p.layer === 1).map(p => [p.index, p.of])).toEqual([[0, 2], [1, 2]]);
  });

  it('let a loop lead back up', () => {
    const placed = layered('plan', ['done', 'plan', 'work'], [{ from: 'plan', to: 'work' }, { from: 'work', to: 'plan' }, { from: 'work', to: 'done' }]);
    expect(at(placed)).toEqual({ plan: 0, work: 1, done: 2 });
  });

  it('hold every node once, also one that nothing leads to, and no end', () => {
    const placed = layered('a', ['a', 'lonely', 'self'], [{ from: 'a', to: '__end__' }, { from: 'self', to: 'self' }]);
    expect(placed.map(p => p.name).sort()).toEqual(['a', 'lonely', 'self']);
  });
});

describe('what changed between two states', () => {
  it('is told by channel, and equal channels are left out', () => {
    const changes = changedLines({ same: [1], gone: 'x', log: ['a'] }, { same: [1], log: ['a', 'b'], fresh: { y: 1 } });
    expect(changes.map(c => c.channel)).toEqual(['fresh', 'gone', 'log']);
    expect(changes[2]!.pieces.filter(p => p.kind === 'added').map(p => p.text)).toContain('  "b"');
    expect(changes[1]!.pieces).toEqual([{ kind: 'removed', text: '"x"' }]);
    expect(changes[0]!.pieces.every(p => p.kind === 'added')).toBe(true);
  });

  it('does not see the order of fields', () => {
    expect(changedLines({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([]);
  });
});
