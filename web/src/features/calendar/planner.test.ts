import { describe, expect, it } from 'vitest';
import type { EventInstance, Proposal } from '@/lib/types';
import { fateOf, ghostsOf } from './grid/ghosts';
import { dragged, instantOf, rescheduling } from './grid/move';

const zone = 'Europe/Berlin';
const instance = (start: string, end: string, event: object = {}) =>
  ({ start, end, originalStart: { local: '2026-03-27T09:00:00', zone }, event: { id: 'e', accountId: 'a', summary: 'S', start: { local: '2026-03-27T09:00:00', zone }, end: { local: '2026-03-27T10:00:00', zone }, ...event } }) as unknown as EventInstance;
const iso = (t: number) => new Date(t).toISOString();

describe('an event that is dragged', () => {
  const friday = instance('2026-03-27T08:00:00Z', '2026-03-27T09:00:00Z');
  it('keeps its hour by the wall clock across a clock change, and its length', () => {
    const at = dragged(friday, { kind: 'move', day: '2026-03-30', minutes: 0 }, zone);
    expect([iso(at.start), iso(at.end)]).toEqual(['2026-03-30T07:00:00.000Z', '2026-03-30T08:00:00.000Z']);
  });
  it('goes on into the next day, and back into the one before', () => {
    expect(iso(dragged(friday, { kind: 'move', day: '2026-03-27', minutes: 15 * 60 + 30 }, zone).start)).toBe('2026-03-27T23:30:00.000Z');
    expect(iso(instantOf('2026-03-27', -30, zone))).toBe('2026-03-26T22:30:00.000Z');
  });
  it('is never made shorter than a quarter of an hour', () => {
    const at = dragged(friday, { kind: 'resize', day: '2026-03-27', minutes: -600 }, zone);
    expect(at.end - at.start).toBe(15 * 60_000);
  });
  it('is proposed in its own zone, and of a series as one happening', () => {
    const tokyo = instance('2026-03-27T08:00:00Z', '2026-03-27T09:00:00Z', { start: { local: '2026-03-27T17:00:00', zone: 'Asia/Tokyo' }, end: { local: '2026-03-27T18:00:00', zone: 'Asia/Tokyo' }, recurrence: 'FREQ=DAILY' });
    expect(rescheduling(tokyo, { start: Date.parse('2026-03-27T10:00:00Z'), end: Date.parse('2026-03-27T11:00:00Z') }, zone).payload).toEqual({
      eventId: 'e', originalStart: tokyo.originalStart, start: { local: '2026-03-27T19:00:00', zone: 'Asia/Tokyo' }, end: { local: '2026-03-27T20:00:00', zone: 'Asia/Tokyo' },
    });
    expect(rescheduling(friday, { start: 0, end: 1 }, zone).payload).not.toHaveProperty('originalStart');
  });
});

describe('what waits for approval', () => {
  const proposal = (kind: string, payload: object) => ({ id: kind, kind, payload, preview: { target: { label: 'Target' } } }) as unknown as Proposal;
  const start = { local: '2026-03-27T12:00:00', zone };
  const all = [
    proposal('calendar.create-event', { summary: 'New', start, end: { local: '2026-03-27T13:00:00', zone } }), proposal('calendar.update-event', { eventId: 'e', start }), proposal('calendar.create-reminder', { summary: 'Call', at: start }),
    proposal('calendar.update-event', { eventId: 'x', summary: 'Words only' }), proposal('calendar.create-event', { summary: 'Day', start: { date: '2026-03-27' }, end: { date: '2026-03-28' } }), proposal('mail.archive', { messageId: 'm' }),
  ];
  it('stands among the hours where it has hours, and on its dates where it has only dates', () => expect(ghostsOf(all, zone).map(g => [g.title, g.kind, iso(g.start).slice(11, 16), (g.end - g.start) / 60_000])).toEqual([
    ['New', 'create', '11:00', 60], ['Target', 'move', '11:00', 30], ['Call', 'remind', '11:00', 30], ['Day', 'create', '23:00', 1440],
  ]));
  it('has its first and last date when it has no hours', () => expect(ghostsOf(all, zone).map(g => g.dates)).toEqual([undefined, undefined, undefined, ['2026-03-27', '2026-03-27']]));
  it('marks the event that it moves or deletes, of a series only the happening that it names', () => {
    const here = instance('2026-03-27T08:00:00Z', '2026-03-27T09:00:00Z');
    expect(fateOf(here, all)).toBe('leaves');
    expect(fateOf(here, [proposal('calendar.delete-event', { eventId: 'e' })])).toBe('goes');
    expect(fateOf(here, [proposal('calendar.delete-event', { eventId: 'e', originalStart: { local: '2026-04-03T09:00:00', zone } })])).toBeUndefined();
    expect(fateOf(here, [proposal('calendar.update-event', { eventId: 'e', summary: 'Words' })])).toBeUndefined();
  });
});
