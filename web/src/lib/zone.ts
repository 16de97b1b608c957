/** Calendar arithmetic in a named zone, by the browser's own zone rules. `Wall` is a local date-time without a zone. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

export function isZone(zone: string): boolean {
  try {
    partsFormat(zone);
    return true;
  } catch {
    return false;
  }
}

export function toWall(instant: number, zone: string): Wall {
  const wall: Record<string, number> = {};
  for (const part of partsFormat(zone).formatToParts(instant)) if (part.type !== 'literal') wall[part.type] = Number(part.value);
  return wall as unknown as Wall;
}

const utc = (w: Wall) => Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second);
const offsetAt = (instant: number, zone: string) => utc(toWall(instant, zone)) - Math.floor(instant / 1000) * 1000;

/** The instant of a local time. A time that a clock change skips moves forward by the gap; one that occurs twice is the first. */
export function toInstant(wall: Wall, zone: string): number {
  const local = utc(wall);
  const before = offsetAt(local - 86_400_000, zone);
  const after = offsetAt(local + 86_400_000, zone);
  const early = local - before;
  if (offsetAt(early, zone) === before) return early;
  const late = local - after;
  return offsetAt(late, zone) === after ? late : early;
}

const two = (n: number) => String(n).padStart(2, '0');

/** yyyy-MM-dd of an instant in a zone. */
export function dayOf(instant: number, zone: string): string {
  const w = toWall(instant, zone);
  return `${String(w.year).padStart(4, '0')}-${two(w.month)}-${two(w.day)}`;
}

export function parseDay(day: string): Wall {
  const [year, month, date] = day.split('-').map(Number);
  return { year: year ?? 1970, month: month ?? 1, day: date ?? 1, hour: 0, minute: 0, second: 0 };
}

/** First instant of a day in a zone. */
export const startOfDay = (day: string, zone: string) => toInstant(parseDay(day), zone);

export function addDays(day: string, count: number): string {
  const w = parseDay(day);
  return new Date(Date.UTC(w.year, w.month - 1, w.day + count)).toISOString().slice(0, 10);
}

export function addMonths(day: string, count: number): string {
  const w = parseDay(day);
  const last = new Date(Date.UTC(w.year, w.month - 1 + count + 1, 0)).getUTCDate();
  return new Date(Date.UTC(w.year, w.month - 1 + count, Math.min(w.day, last))).toISOString().slice(0, 10);
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);

/** ISO day of the week, 1 = Monday. */
export function weekday(day: string): number {
  const n = new Date(`${day}T00:00Z`).getUTCDay();
  return n === 0 ? 7 : n;
}

/** The day on which the week of a day begins; `first` is an ISO day of the week. */
export const startOfWeek = (day: string, first = 1) => addDays(day, -((weekday(day) - first + 7) % 7));

/** yyyy-MM-ddTHH:mm, as a datetime-local input and the API's local times want it. */
export function localText(instant: number, zone: string): string {
  const w = toWall(instant, zone);
  return `${dayOf(instant, zone)}T${two(w.hour)}:${two(w.minute)}`;
}

/** Reads yyyy-MM-ddTHH:mm(:ss); null when it is not one. */
export function parseLocal(text: string): Wall | null {
  const m = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
  if (!m) return null;
  return { year: +m[1]!, month: +m[2]!, day: +m[3]!, hour: +m[4]!, minute: +m[5]!, second: +(m[6] ?? 0) };
}

/** Minutes since midnight by the wall clock. */
export function minuteOfDay(instant: number, zone: string): number {
  const w = toWall(instant, zone);
  return w.hour * 60 + w.minute + w.second / 60;
}

/** Every zone that the browser knows, with the current one even when it does not. */
export function zones(current: string): string[] {
  const known = (Intl as typeof Intl & { supportedValuesOf?: (key: 'timeZone') => string[] }).supportedValuesOf?.('timeZone') ?? [];
  return [...new Set(['UTC', current, ...known])];
}
