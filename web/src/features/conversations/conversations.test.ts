import { describe, expect, it } from 'vitest';
import type { PlanStep, Turn } from '@/lib/types';
import { followUps } from './followUps';
import { dependencies } from './turn/dependencies';

const step = (id: string, more: Partial<PlanStep> = {}): PlanStep => ({ id, tool: 't', title: id, effect: 'read', arguments: {}, estimatedCost: 0, ...more });

describe('what a step waits for', () => {
  it('is what its arguments, its loop and its condition refer to, once each', () => {
    const steps = [
      step('s1'), step('s2', { arguments: { messages: { $ref: 's1.messages' } }, when: 's1.messages' }), step('s3', { arguments: { threads: { $ref: 's2.threads' } } }),
      step('s4', { arguments: { all: [{ deep: { $ref: 's2.threads' } }], summary: { $ref: 's3' } } }), step('s5', { forEach: 's1.messages', arguments: { messageId: { $ref: 'item.id' } } }),
    ];
    expect(dependencies(steps).map(d => `${d.from}>${d.to}`)).toEqual(['s1>s2', 's2>s3', 's2>s4', 's3>s4', 's1>s5']);
  });
  it('is the step before where it names none', () => expect(dependencies([step('a'), step('b')])).toEqual([{ from: 'a', to: 'b' }]));
});

describe('what usually comes next', () => {
  const turn = (block: unknown, more: Partial<Turn> = {}) => ({ state: 'completed', plan: { steps: [step('s1')] }, answer: { text: '', labels: [], blocks: [block] }, ...more }) as unknown as Turn;
  it('speaks of what was found', () => expect(followUps(turn({ type: 'messages', items: [{}], total: 1 }))).toContain('Archive them'));
  it('is nothing when nothing was found, while it runs, and when changes were proposed', () => {
    expect(followUps(turn({ type: 'messages', items: [], total: 0 }))).toEqual([]);
    expect(followUps(turn({ type: 'messages', items: [{}], total: 1 }, { state: 'running' }))).toEqual([]);
    expect(followUps(turn({ type: 'messages', items: [{}], total: 1 }, { plan: { steps: [step('s1', { effect: 'propose' })] } as never }))).toEqual([]);
  });
});
