import { expect, it } from 'vitest';
import { ticketOf } from './ticket';

it('reads the ticket of a link, and nothing else', () => {
  expect(ticketOf('#ticket=abc-_123')).toBe('abc-_123');
  for (const bad of ['', '#', '#ticket=', '#other=1']) expect(ticketOf(bad)).toBeNull();
});
