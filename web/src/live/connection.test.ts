import { expect, it, vi } from 'vitest';
import { LiveConnection } from './connection';

it('hands every event on once and in order, whatever is replayed', () => {
  const onEvent = vi.fn();
  const connection = new LiveConnection({ onEvent, onStatus: () => {}, onFresh: () => {} });
  for (const seq of [7, 8, 8, 7, 9]) connection.receive({ seq, type: 'completed', data: {}, at: '' });
  expect(onEvent.mock.calls.map(c => c[0].seq)).toEqual([7, 8, 9]);
});
