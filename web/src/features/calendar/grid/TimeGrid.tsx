import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { dayShort, exact, range, time } from '@/lib/format';
import { useMinute } from '@/lib/clock';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { dayOf, minuteOfDay, parseDay, toInstant } from '@/lib/zone';
import { text } from '../text';
import classes from './TimeGrid.module.css';
import { layoutBars, layoutDay } from './layout';

interface Props {
  days: readonly string[];
  instances: readonly EventInstance[];
  colorOf: (instance: EventInstance) => string;
  onOpen: (instance: EventInstance) => void;
  onCreate: (start: number, end: number) => void;
  onDay: (day: string) => void;
}

const hourHeight = 48;
const hours = Array.from({ length: 24 }, (_, h) => h);

/** Days side by side with their hours, by the person's wall clock. */
export function TimeGrid({ days, instances, colorOf, onOpen, onCreate, onDay }: Props) {
  const manner = useManner();
  const now = useMinute();
  const scroll = useRef<HTMLDivElement>(null);
  const today = dayOf(now, manner.zone);
  const bars = useMemo(() => layoutBars(instances, days, manner.zone), [instances, days, manner.zone]);
  const columns = useMemo(() => days.map(day => layoutDay(instances, day, manner.zone)), [instances, days, manner.zone]);
  const rows = Math.min(4, Math.max(1, ...bars.map(b => b.row + 1)));
  const template = `56px repeat(${days.length}, minmax(0, 1fr))`;

  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: 7.4 * hourHeight });
  }, []);
  useEffect(() => {
    // Now stays in view on the first visit of a day that includes it.
    if (days.length === 1 && days[0] === today) scroll.current?.scrollTo({ top: Math.max(0, (minuteOfDay(now, manner.zone) / 60 - 3) * hourHeight) });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [days]);

  const hourName = new Intl.DateTimeFormat(manner.locale, { hour: 'numeric', timeZone: manner.zone });
  const nowAt = (minuteOfDay(now, manner.zone) / 60) * hourHeight;

  return (
    <div className={classes.root}>
      <div className={classes.head} style={{ gridTemplateColumns: template }}>
        <span />
        {days.map(day => {
          const noon = toInstant({ ...parseDay(day), hour: 12 }, manner.zone);
          const [weekdayName, date] = [new Intl.DateTimeFormat(manner.locale, { weekday: 'short', timeZone: manner.zone }).format(noon), Number(day.slice(8))];
          return (
            <button key={day} type="button" className={classes.day} data-today={day === today || undefined} onClick={() => onDay(day)} aria-label={dayShort(noon, manner)} aria-current={day === today ? 'date' : undefined}>
              <span>{weekdayName}</span><b>{date}</b>
            </button>
          );
        })}
      </div>
      <div className={classes.bars} style={{ gridTemplateColumns: template, gridTemplateRows: `repeat(${rows}, 22px)` }}>
        <span className={classes.gutterText} style={{ gridRow: 1, gridColumn: 1 }}>{text.allDay}</span>
        {bars.filter(b => b.row < rows).map(b => (
          <button
            key={b.instance.event.id + b.instance.start} type="button" className={classes.bar} onClick={() => onOpen(b.instance)}
            style={{ gridColumn: `${b.first + 2} / ${b.last + 3}`, gridRow: b.row + 1, '--c': colorOf(b.instance) } as React.CSSProperties}
          >
            {b.instance.event.summary || text.untitled}
          </button>
        ))}
      </div>
      <div ref={scroll} className={classes.scroll} tabIndex={0} role="region" aria-label={text.title}>
        <div className={classes.grid} style={{ gridTemplateColumns: template, height: 24 * hourHeight }}>
          <div className={classes.gutter} aria-hidden>
            {hours.slice(1).map(h => <span key={h} style={{ top: h * hourHeight }}>{hourName.format(toInstant({ ...parseDay(days[0]!), hour: h }, manner.zone))}</span>)}
          </div>
          {days.map((day, i) => (
            <div
              key={day} className={classes.column} data-today={day === today || undefined}
              onDoubleClick={e => {
                if (e.target !== e.currentTarget) return;
                const minute = Math.floor(((e.nativeEvent.offsetY / hourHeight) * 60) / 30) * 30;
                const start = toInstant({ ...parseDay(day), hour: Math.floor(minute / 60), minute: minute % 60 }, manner.zone);
                onCreate(start, start + 3_600_000);
              }}
            >
              {columns[i]!.map(p => {
                const e = p.instance.event;
                const height = Math.max(((p.to - p.from) / 60) * hourHeight, 26);
                const label = `${e.summary || text.untitled}, ${range(p.instance.start, p.instance.end, manner)}`;
                return (
                  <button
                    key={e.id + p.instance.start} type="button" className={classes.event} onClick={() => onOpen(p.instance)} title={`${label}\n${exact(p.instance.start, manner)}`} aria-label={label}
                    data-short={height < 38 || undefined} data-tentative={e.status === 'tentative' || undefined} data-past={Date.parse(p.instance.end) < now || undefined}
                    style={{
                      top: (p.from / 60) * hourHeight, height: height - 2, left: `calc(${(100 * p.column) / p.columns}% + 1px)`, width: `calc(${100 / p.columns}% - 4px)`, '--c': colorOf(p.instance),
                    } as React.CSSProperties}
                  >
                    <span className={classes.name}>{e.summary || text.untitled}</span>
                    <span className={classes.time}>{height < 38 ? time(p.instance.start, manner) : range(p.instance.start, p.instance.end, manner, false)}</span>
                    {height > 66 && e.location && <span className={classes.time}>{e.location}</span>}
                  </button>
                );
              })}
              {day === today && <div className={classes.now} style={{ top: nowAt }} role="img" aria-label={`${text.now}: ${time(now, manner)}`} />}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
