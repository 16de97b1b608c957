import { describe, expect, it } from 'vitest';
import type { EventInstance } from '@/lib/types';
import { recurrenceWords } from './details/recurrence';
import { daysCovered, layoutBars, layoutDay, ofDay } from './grid/layout';
import { daysOf, step } from './window';

const zone = 'Europe/Berlin';
const timed = (id: string, start: string, end: string) => ({ event: { id, start: { local: start }, end: { local: end } }, start, end }) as unknown as EventInstance;
const allDay = (id: string, start: string, end: string) => ({ event: { id, start: { date: start }, end: { date: end } }, originalStart: { date: start }, start: `${start}T00:00:00+01:00`, end: `${end}T00:00:00+01:00` }) as unknown as EventInstance;

describe('a day’s events', () => {
  const place = (...list: EventInstance[]) => Object.fromEntries(layoutDay(list, '2026-11-20', zone).map(p => [p.instance.event.id, [p.column, p.columns]]));

  it('take the whole width when nothing overlaps', () => {
    expect(place(timed('a', '2026-11-20T09:00+01:00', '2026-11-20T10:00+01:00'), timed('b', '2026-11-20T10:00+01:00', '2026-11-20T11:00+01:00'))).toEqual({ a: [0, 1], b: [0, 1] });
  });

  it('share it when they overlap, and a later one takes a column that is free again', () => {
    expect(place(
      timed('a', '2026-11-20T09:00+01:00', '2026-11-20T12:00+01:00'),
      timed('b', '2026-11-20T09:30+01:00', '2026-11-20T10:30+01:00'),
      timed('c', '2026-11-20T11:00+01:00', '2026-11-20T12:00+01:00'),
      timed('d', '2026-11-20T13:00+01:00', '2026-11-20T14:00+01:00'),
    )).toEqual({ a: [0, 2], b: [1, 2], c: [1, 2], d: [0, 1] });
  });

  it('never lie upon one another', () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let round = 0; round < 200; round++) {
      const list = Array.from({ length: 12 }, (_, i) => {
        const from = Date.parse('2026-11-20T00:00+01:00') + random(1300) * 60_000;
        return timed(String(i), new Date(from).toISOString(), new Date(from + (15 + random(180)) * 60_000).toISOString());
      });
      const placed = layoutDay(list, '2026-11-20', zone);
      for (const a of placed)
        for (const b of placed)
          if (a !== b && a.column === b.column) expect(a.to <= b.from || b.to <= a.from, `round ${round}`).toBe(true);
      for (const a of placed) expect(a.column).toBeLessThan(a.columns);
    }
  });

  it('are cut at midnight, on both sides', () => {
    const night = timed('n', '2026-11-20T22:00+01:00', '2026-11-21T02:00+01:00');
    const [first] = layoutDay([night], '2026-11-20', zone);
    const [second] = layoutDay([night], '2026-11-21', zone);
    expect([first!.from, first!.to, first!.cutEnd]).toEqual([1320, 1440, true]);
    expect([second!.from, second!.to, second!.cutStart]).toEqual([0, 120, true]);
  });
});

describe('an all-day event', () => {
  it('is on its dates in every zone, whatever instants it was given', () => {
    const birthday = { ...allDay('b', '2026-11-28', '2026-11-29'), start: '2026-11-28T00:00:00Z', end: '2026-11-29T00:00:00Z' };
    for (const where of ['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland']) expect(daysCovered(birthday, where), where).toEqual(['2026-11-28', '2026-11-28']);
  });
  it('of a series is on the day of its instance, with the length of the series', () => {
    const trip = allDay('t', '2025-12-01', '2025-12-04');
    trip.event.recurrence = 'FREQ=YEARLY';
    trip.originalStart = { date: '2026-12-01' };
    expect(daysCovered(trip, zone)).toEqual(['2026-12-01', '2026-12-03']);
  });
});

describe('bars', () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
  it('span their days, are cut at the edges, and stack only where they meet', () => {
    const bars = layoutBars([allDay('long', '2026-11-10', '2026-11-18'), allDay('mid', '2026-11-17', '2026-11-19'), allDay('later', '2026-11-19', '2026-11-20'), allDay('out', '2026-12-01', '2026-12-02')], days, zone);
    expect(bars.map(b => [b.of.event.id, b.first, b.last, b.row])).toEqual([['long', 0, 1, 0], ['mid', 1, 2, 1], ['later', 3, 3, 0]]);
  });
});

it('lists a day with its all-day events first', () => {
  const list = ofDay([timed('b', '2026-11-20T09:00+01:00', '2026-11-20T10:00+01:00'), allDay('a', '2026-11-20', '2026-11-21'), timed('c', '2026-11-20T08:00+01:00', '2026-11-20T08:30+01:00'), timed('x', '2026-11-21T08:00+01:00', '2026-11-21T08:30+01:00')], '2026-11-20', zone);
  expect(list.map(e => e.event.id)).toEqual(['a', 'c', 'b']);
});

it('shows whole weeks of a month', () => {
  const days = daysOf('month', '2026-11-20', 1);
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  expect(daysOf('week', '2026-11-20', 7)[0]).toBe('2026-11-15');
  expect(step('month', '2026-01-31', 1)).toBe('2026-02-28');
});

describe('a recurrence in words', () => {
  it.each([
    ['FREQ=DAILY', 'Every day'],
    ['FREQ=WEEKLY;BYDAY=MO,WE', 'Every week on Mon, Wed'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=6', 'Every 2 weeks on Tue, 6 times'],
    ['FREQ=MONTHLY;UNTIL=20261231T000000Z', 'Every month, until 2026-12-31'],
  ])('%s', (rule, words) => expect(recurrenceWords(rule)).toBe(words));
  it('is the rule itself when words would leave something out', () => {
    for (const rule of ['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=YEARLY;BYSETPOS=1', 'nonsense']) expect(recurrenceWords(rule)).toBe(rule);
  });
});
