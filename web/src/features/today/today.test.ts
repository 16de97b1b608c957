import { expect, it } from 'vitest';
import type { EventInstance } from '@/lib/types';
import { linesOf } from './day';

const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`);
const event = (start: string, end: string, more: object = {}) => ({ start: `2026-11-24T${start}:00Z`, end: `2026-11-24T${end}:00Z`, event: { id: start, start: {}, status: 'confirmed', transparency: 'opaque', ...more } }) as unknown as EventInstance;
const drawn = (events: EventInstance[], now: string, hours: [string, string] | null = ['09:00', '17:00']) =>
  linesOf(events, at(now), hours && { start: at(hours[0]), end: at(hours[1]) }).map(l => (l.kind === 'event' ? `${l.event.event.id} ${l.state}` : `free ${new Date(l.start).toISOString().slice(11, 16)}–${new Date(l.end).toISOString().slice(11, 16)}`));

it('shows what is over, what is now, what is ahead, and the free time that can still be used', () => {
  expect(drawn([event('13:00', '14:00'), event('09:00', '10:00'), event('10:30', '12:00')], '10:40')).toEqual(['09:00 over', '10:30 running', 'free 12:00–13:00', '13:00 ahead', 'free 14:00–17:00']);
});
it('leaves no gap inside overlapping events, and none that is too short to use', () => {
  expect(drawn([event('09:00', '12:00'), event('10:00', '11:00'), event('12:20', '17:00')], '08:00')).toEqual(['09:00 ahead', '10:00 ahead', '12:20 ahead']);
});
it('treats what does not take up time as free', () => expect(drawn([event('12:00', '13:00', { transparency: 'transparent' })], '08:00')).toEqual(['12:00 ahead', 'free 09:00–17:00']));
it('offers no free time on a day without working hours, nor when they are over', () => {
  expect(drawn([event('12:00', '13:00')], '08:00', null)).toEqual(['12:00 ahead']);
  expect(drawn([], '18:00')).toEqual([]);
});
