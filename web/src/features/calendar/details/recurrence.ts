const frequencies: Record<string, [string, string]> = { DAILY: ['Every day', 'days'], WEEKLY: ['Every week', 'weeks'], MONTHLY: ['Every month', 'months'], YEARLY: ['Every year', 'years'] };
const weekdays: Record<string, string> = { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' };

/** A recurrence rule (RFC 5545 §3.3.10) in words. A rule with parts that have no words here is shown as it stands, never half. */
export function recurrenceWords(rule: string): string {
  const parts = new Map(rule.split(';').map(p => p.split('=') as [string, string]));
  const frequency = frequencies[parts.get('FREQ') ?? ''];
  const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'UNTIL', 'WKST']);
  if (!frequency || [...parts.keys()].some(k => !known.has(k))) return rule;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  let words = interval > 1 ? `Every ${interval} ${frequency[1]}` : frequency[0];
  const by = parts.get('BYDAY')?.split(',') ?? [];
  if (by.length > 0) {
    const names = by.map(d => weekdays[d]);
    if (names.some(n => !n)) return rule;
    words += ` on ${names.join(', ')}`;
  }
  if (parts.has('COUNT')) words += `, ${parts.get('COUNT')} times`;
  const until = /^(\d{4})(\d\d)(\d\d)/.exec(parts.get('UNTIL') ?? '');
  if (until) words += `, until ${until[1]}-${until[2]}-${until[3]}`;
  return words;
}
