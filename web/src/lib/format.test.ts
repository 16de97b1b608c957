import { describe, expect, it } from 'vitest';
import * as f from './format';

const manner = { zone: 'Europe/Berlin', locale: 'en-GB' };
// Releases of the locale data differ in a leading zero.
const plain = (time: string) => time.replace(/^0(?=\d:)/, '');
const now = Date.parse('2026-11-20T12:00:00Z');

describe('a list’s time', () => {
  it.each([
    ['2026-11-20T08:05:00Z', '9:05'],
    ['2026-11-18T08:05:00Z', 'Wed'],
    ['2026-10-01T08:05:00Z', '1 Oct'],
    ['2024-10-01T08:05:00Z', '1 Oct 24'],
  ])('%s is %s', (at, shown) => expect(plain(f.listTime(at, now, manner))).toBe(shown));

  it('counts days in the person’s zone', () => {
    expect(plain(f.listTime('2026-11-19T23:30:00Z', now, manner))).toBe('0:30');
  });
});

describe('count-downs', () => {
  it.each([
    [0, '0:00'], [-5000, '0:00'], [500, '0:01'], [61_000, '1:01'], [299_001, '5:00'], [3_850_000, '1:04:10'], [400_000_000, '4 d'],
  ])('%d ms is %s', (left, shown) => expect(f.countdown(now + left, now)).toBe(shown));
});

it('names yesterday, today and tomorrow', () => {
  expect(f.dayHeading('2026-11-19T12:00:00Z', now, manner)).toBe('Yesterday');
  expect(f.dayHeading('2026-11-20T22:00:00Z', now, manner)).toBe('Today');
  expect(f.dayHeading('2026-11-21T12:00:00Z', now, manner)).toBe('Tomorrow');
  expect(f.dayHeading('2026-11-23T12:00:00Z', now, manner)).toBe('Monday 23 November');
});

it('says how long ago', () => {
  expect(f.ago('2026-11-20T11:59:40Z', now, 'en')).toBe('now');
  expect(f.ago('2026-11-20T11:40:00Z', now, 'en')).toBe('20 min. ago');
  expect(f.ago('2026-11-17T11:40:00Z', now, 'en')).toBe('3 days ago');
});

describe('when an event is', () => {
  it('shows one all-day day as one day, because the end is exclusive', () => {
    expect(f.eventWhen({ date: '2026-11-24' }, { date: '2026-11-25' }, manner)).toMatch(/^Tue,? 24 Nov$/);
    expect(f.eventWhen({ date: '2026-11-24' }, { date: '2026-11-27' }, manner)).toMatch(/^Tue,? 24 Nov – Thu,? 26 Nov$/);
  });

  it('translates another zone’s time into the person’s', () => {
    const shown = f.eventWhen({ local: '2026-11-24T09:00:00', zone: 'America/New_York' }, { local: '2026-11-24T10:00:00', zone: 'America/New_York' }, manner);
    expect(shown).toContain('15:00');
    expect(shown).toContain('16:00');
  });
});

it('writes sizes, durations and time spans', () => {
  expect([f.bytes(999), f.bytes(1500), f.bytes(15_000), f.bytes(2_345_678)]).toEqual(['999 B', '1.5 kB', '15 kB', '2.3 MB']);
  expect([f.duration(12), f.duration(1234), f.duration(75_000), f.duration(5_400_000)]).toEqual(['12 ms', '1.2 s', '1 min', '1 h 30 min']);
  expect([f.timeSpan('00:00:02'), f.timeSpan('1.02:00:00.5'), f.timeSpan('soon')]).toEqual([2000, 93_600_500, 0]);
});

it('makes letters of any name, and never fails on a strange one', () => {
  expect(['Anna Lee', 'anna@example.com', '', '<script>', '李 明'].map(f.initials)).toEqual(['AL', 'AC', '?', 'S', '李明']);
});
