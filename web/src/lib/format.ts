import { addDays, dayOf, daysBetween, parseLocal, toInstant } from './zone';
import type { EventTime, MailAddress } from './types';

/** How one person reads times and numbers. */
export interface Manner {
  zone: string;
  locale: string;
}

const cache = new Map<string, Intl.DateTimeFormat>();

function format(manner: Manner, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${manner.locale}|${manner.zone}|${JSON.stringify(options)}`;
  let made = cache.get(key);
  if (!made) cache.set(key, (made = new Intl.DateTimeFormat(manner.locale, { timeZone: manner.zone, ...options })));
  return made;
}

const ms = (instant: string | number) => (typeof instant === 'number' ? instant : Date.parse(instant));

export const time = (instant: string | number, manner: Manner) => format(manner, { hour: 'numeric', minute: '2-digit' }).format(ms(instant));
export const date = (instant: string | number, manner: Manner) => format(manner, { day: 'numeric', month: 'short', year: 'numeric' }).format(ms(instant));
export const dayLong = (instant: string | number, manner: Manner) => format(manner, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms(instant));
export const dayShort = (instant: string | number, manner: Manner) => format(manner, { weekday: 'short', day: 'numeric', month: 'short' }).format(ms(instant));
export const monthYear = (instant: string | number, manner: Manner, month: 'long' | 'short' = 'long') => format(manner, { month, year: 'numeric' }).format(ms(instant));
export const dateTime = (instant: string | number, manner: Manner) =>
  format(manner, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(ms(instant));
/** Exact to the second with its zone: what stands in a tooltip. */
export const exact = (instant: string | number, manner: Manner) => format(manner, { dateStyle: 'full', timeStyle: 'long' }).format(ms(instant));

/** A list's time: the hour today, the weekday this week, the day this year, else the full date. */
export function listTime(instant: string | number, now: number, manner: Manner): string {
  const at = ms(instant);
  const days = daysBetween(dayOf(at, manner.zone), dayOf(now, manner.zone));
  if (days === 0) return time(at, manner);
  if (days > 0 && days < 7) return format(manner, { weekday: 'short' }).format(at);
  const sameYear = dayOf(at, manner.zone).slice(0, 4) === dayOf(now, manner.zone).slice(0, 4);
  return format(manner, sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: '2-digit' }).format(at);
}

/** Today, Yesterday, Tomorrow, or the day's name. */
export function dayHeading(instant: string | number, now: number, manner: Manner): string {
  const at = ms(instant);
  const days = daysBetween(dayOf(now, manner.zone), dayOf(at, manner.zone));
  if (days >= -1 && days <= 1) {
    const word = new Intl.RelativeTimeFormat(manner.locale, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(manner.locale) + word.slice(1);
  }
  const sameYear = dayOf(at, manner.zone).slice(0, 4) === dayOf(now, manner.zone).slice(0, 4);
  return format(manner, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(at);
}

export function ago(instant: string | number, now: number, locale: string): string {
  const seconds = Math.round((ms(instant) - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const abs = Math.abs(seconds);
  if (abs < 45) return relative.format(0, 'second');
  if (abs < 3600) return relative.format(Math.trunc(seconds / 60) || Math.sign(seconds), 'minute');
  if (abs < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return relative.format(Math.trunc(seconds / 86_400), 'day');
}

/** 4:59, 1:04:10, or days when it is long; "0:00" when it is over. */
export function countdown(until: string | number, now: number): string {
  const total = Math.max(0, Math.ceil((ms(until) - now) / 1000));
  if (total >= 172_800) return `${Math.floor(total / 86_400)} d`;
  const h = Math.floor(total / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = String(total % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** "9:00 – 9:30", with the day before it when asked. */
export function range(start: string | number, end: string | number, manner: Manner, withDay = true): string {
  const hours = format(manner, { hour: 'numeric', minute: '2-digit' }).formatRange(ms(start), ms(end));
  const oneDay = dayOf(ms(start), manner.zone) === dayOf(ms(end) - 1, manner.zone);
  if (!oneDay) return format(manner, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).formatRange(ms(start), ms(end));
  return withDay ? `${dayShort(start, manner)}, ${hours}` : hours;
}

export function eventInstant(at: EventTime, viewerZone: string): number {
  if (at.date) return toInstant({ ...parseLocal(`${at.date}T00:00`)! }, viewerZone);
  return toInstant(parseLocal(at.local ?? '1970-01-01T00:00')!, at.zone ?? viewerZone);
}

/** The words for when something happens: days for an all-day event (the end is exclusive), else the times. */
export function eventWhen(start: EventTime, end: EventTime, manner: Manner): string {
  if (start.date && end.date) {
    const inZone = { ...manner, zone: 'UTC' };
    const last = addDays(end.date, -1);
    const first = dayShort(`${start.date}T00:00Z`, inZone);
    return last <= start.date ? first : `${first} – ${dayShort(`${last}T00:00Z`, inZone)}`;
  }
  return range(eventInstant(start, manner.zone), eventInstant(end, manner.zone), manner);
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = -1;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Milliseconds of a .NET time span text, [d.]hh:mm:ss[.fff]; 0 when it is not one. */
export function timeSpan(text: string): number {
  const m = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  return m ? ((+(m[1] ?? 0) * 24 + +m[2]!) * 3600 + +m[3]! * 60 + +m[4]!) * 1000 : 0;
}

export const count = (n: number, one: string, many: string, locale = 'en') => `${n.toLocaleString(locale)} ${n === 1 ? one : many}`;

/** What a list calls somebody: the name when there is one, else the address. The name is outside text: plain text, never markup. */
export const nameOf = (address: MailAddress) => address.name?.trim() || address.email;

export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s.@-]/gu, '').split(/[\s.@-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words;
  return letters.map(w => [...w][0]!.toLocaleUpperCase()).join('') || '?';
}
