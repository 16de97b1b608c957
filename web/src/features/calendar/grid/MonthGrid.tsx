import { useMemo } from 'react';
import { useMinute } from '@/lib/clock';
import { dayShort, time } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { dayOf, parseDay, toInstant } from '@/lib/zone';
import { text } from '../text';
import { isAllDay, ofDay } from './layout';
import classes from './MonthGrid.module.css';

interface Props {
  days: readonly string[];
  month: string;
  instances: readonly EventInstance[];
  colorOf: (instance: EventInstance) => string;
  onOpen: (instance: EventInstance) => void;
  onDay: (day: string) => void;
}

const shown = 3;

export function MonthGrid({ days, month, instances, colorOf, onOpen, onDay }: Props) {
  const manner = useManner();
  const today = dayOf(useMinute(), manner.zone);
  const byDay = useMemo(() => days.map(day => ofDay(instances, day, manner.zone)), [days, instances, manner.zone]);
  const noon = (day: string) => toInstant({ ...parseDay(day), hour: 12 }, manner.zone);
  const weekdays = new Intl.DateTimeFormat(manner.locale, { weekday: 'short', timeZone: manner.zone });
  return (
    <div className={classes.root}>
      <div className={classes.head} aria-hidden>{days.slice(0, 7).map(d => <span key={d}>{weekdays.format(noon(d))}</span>)}</div>
      <div className={classes.grid} style={{ gridTemplateRows: `repeat(${days.length / 7}, minmax(128px, auto))` }}>
        {days.map((day, i) => (
          <div key={day} className={classes.cell} data-other={day.slice(0, 7) !== month || undefined}>
            <button type="button" className={classes.date} data-today={day === today || undefined} onClick={() => onDay(day)} aria-label={dayShort(noon(day), manner)} aria-current={day === today ? 'date' : undefined}>
              {Number(day.slice(8))}
            </button>
            {byDay[i]!.slice(0, shown).map(e => (
              <button key={e.event.id + e.start} type="button" className={classes.event} data-all-day={isAllDay(e) || undefined} style={{ '--c': colorOf(e) } as React.CSSProperties} onClick={() => onOpen(e)}>
                {!isAllDay(e) && <span className={classes.time}>{time(e.start, manner)}</span>}
                <span className={classes.name}>{e.event.summary || text.untitled}</span>
              </button>
            ))}
            {byDay[i]!.length > shown && <button type="button" className={classes.more} onClick={() => onDay(day)}>{text.more(byDay[i]!.length - shown)}</button>}
          </div>
        ))}
      </div>
    </div>
  );
}
