import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOf, isZone, localText, minuteOfDay, parseLocal, startOfDay, startOfWeek, toInstant, toWall, weekday } from './zone';

const berlin = 'Europe/Berlin';
const iso = (ms: number) => new Date(ms).toISOString();

describe('wall clock and instants', () => {
  it('go there and back in summer and winter', () => {
    for (const at of ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-10-25T03:00:00Z'])
      for (const zone of ['UTC', berlin, 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns'])
        expect(iso(toInstant(toWall(Date.parse(at), zone), zone)), `${at} in ${zone}`).toBe(iso(Date.parse(at)));
  });

  it('moves a time that the clocks skip forward by the gap', () => {
    expect(iso(toInstant(parseLocal('2026-03-29T02:30')!, berlin))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('takes the first of a time that occurs twice', () => {
    expect(iso(toInstant(parseLocal('2026-10-25T02:30')!, berlin))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('knows days of 23 and 25 hours', () => {
    const length = (day: string) => (startOfDay(addDays(day, 1), berlin) - startOfDay(day, berlin)) / 3_600_000;
    expect(length('2026-03-29')).toBe(23);
    expect(length('2026-10-25')).toBe(25);
    expect(length('2026-11-20')).toBe(24);
  });

  it('reads minutes by the wall clock on the day of the change', () => {
    expect(minuteOfDay(Date.parse('2026-03-29T07:00:00Z'), berlin)).toBe(9 * 60);
  });
});

describe('days', () => {
  it('are those of the zone', () => {
    expect(dayOf(Date.parse('2026-11-20T23:30:00Z'), berlin)).toBe('2026-11-21');
    expect(dayOf(Date.parse('2026-11-20T23:30:00Z'), 'America/New_York')).toBe('2026-11-20');
  });

  it('count over months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-11-20', -11)).toBe('2025-12-20');
  });

  it('begin weeks where asked', () => {
    expect(weekday('2026-11-22')).toBe(7);
    expect(startOfWeek('2026-11-22', 1)).toBe('2026-11-16');
    expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22');
  });
});

it('writes local times as inputs want them, and refuses what is none', () => {
  expect(localText(Date.parse('2026-07-01T07:05:00Z'), berlin)).toBe('2026-07-01T09:05');
  expect(parseLocal('tomorrow')).toBeNull();
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('Middle/Earth')).toBe(false);
});
