import { addDays, addMonths, startOfWeek } from '@/lib/zone';

export type View = 'day' | 'week' | 'month';

/** ISO day on which weeks begin where the locale is at home; Monday where the browser does not know. */
export function firstDayOfWeek(locale: string): number {
  try {
    const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
    return info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? 1;
  } catch {
    return 1;
  }
}

/** The days of a view: one, seven, or the whole weeks that a month touches. */
export function daysOf(view: View, date: string, firstDay: number, narrow = false): string[] {
  if (view === 'day') return [date];
  // Seven columns cannot be touched on a phone.
  if (view === 'week' && narrow) return [date, addDays(date, 1), addDays(date, 2)];
  if (view === 'week') return Array.from({ length: 7 }, (_, i) => addDays(startOfWeek(date, firstDay), i));
  const first = `${date.slice(0, 7)}-01`;
  const start = startOfWeek(first, firstDay);
  const end = startOfWeek(addDays(addMonths(first, 1), -1), firstDay);
  const days: string[] = [];
  for (let day = start; day <= addDays(end, 6); day = addDays(day, 1)) days.push(day);
  return days;
}

export const step = (view: View, date: string, by: number, narrow = false) =>
  view === 'day' ? addDays(date, by) : view === 'week' ? addDays(date, (narrow ? 3 : 7) * by) : addMonths(date, by);
