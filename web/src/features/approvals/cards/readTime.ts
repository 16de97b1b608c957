import { dateTime, dayShort, type Manner } from '@/lib/format';
import { isZone, parseLocal, toInstant } from '@/lib/zone';

/** A time that a preview names: an instant, and the zone that it was said in; or a whole day, as the instant of its midnight in UTC. */
export interface Moment {
  at: number;
  allDay: boolean;
  zone: string | null;
}

/** Reads "2026-11-24", "2026-11-24T14:00:00Z", "…+01:00", "…+01:00[Europe/Berlin]", or a local time followed by its zone; null when it is none of these. */
export function parseTime(text: string, manner: Manner): Moment | null {
  const t = text.trim();
  if (/^\d{4}-\d\d-\d\d$/.test(t)) return { at: Date.parse(`${t}T00:00Z`), allDay: true, zone: null };
  const m = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?\s*[[(]?([A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)?[\])]?$/.exec(t);
  if (!m) return null;
  const zone = m[3] && isZone(m[3]) ? m[3] : null;
  const at = m[2] ? Date.parse(m[1] + m[2]) : toInstant(parseLocal(m[1]!)!, zone ?? manner.zone);
  return Number.isFinite(at) ? { at, allDay: false, zone } : null;
}

/** A time of a preview in the person's words. What cannot be read is shown as it stands, because it is what would be approved. */
export function readTime(text: string, manner: Manner): string {
  const moment = parseTime(text, manner);
  if (!moment) return text;
  if (moment.allDay) return dayShort(new Date(moment.at).toISOString(), { ...manner, zone: 'UTC' });
  const shown = dateTime(moment.at, manner);
  return moment.zone && moment.zone !== manner.zone && moment.zone !== 'UTC' ? `${shown} (${dateTime(moment.at, { ...manner, zone: moment.zone })}, ${moment.zone})` : shown;
}
