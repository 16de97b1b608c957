import { dateTime, dayShort, type Manner } from '@/lib/format';
import { isZone, parseLocal, toInstant } from '@/lib/zone';

/**
 * A time of a preview in the person's words: "2026-11-24", "2026-11-24T14:00:00Z", "…+01:00", "…+01:00[Europe/Berlin]", or a local time followed by its zone.
 * What cannot be read is shown as it stands, because it is what would be approved.
 */
export function readTime(text: string, manner: Manner): string {
  const t = text.trim();
  if (/^\d{4}-\d\d-\d\d$/.test(t)) return dayShort(`${t}T00:00Z`, { ...manner, zone: 'UTC' });
  const m = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?\s*[[(]?([A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)?[\])]?$/.exec(t);
  if (!m) return text;
  const zone = m[3] && isZone(m[3]) ? m[3] : null;
  const at = m[2] ? Date.parse(m[1] + m[2]) : toInstant(parseLocal(m[1]!)!, zone ?? manner.zone);
  if (!Number.isFinite(at)) return text;
  const shown = dateTime(at, manner);
  return zone && zone !== manner.zone ? `${shown} (${dateTime(at, { ...manner, zone })}, ${zone})` : shown;
}
