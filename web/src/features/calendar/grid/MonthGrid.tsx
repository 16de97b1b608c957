import { useMemo, useRef } from 'react';
import { useMinute } from '@/lib/clock';
import { dayShort, time } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { dayOf, parseDay, toInstant } from '@/lib/zone';
import { text } from '../text';
import type { Ghost } from './ghosts';
import { isAllDay, ofDay } from './layout';
import { keyOf } from './move';
import { useDayDrag, type DayDragging } from './useDayDrag';
import classes from './MonthGrid.module.css';

interface Props {
  days: readonly string[];
  month: string;
  instances: readonly EventInstance[];
  colorOf: (instance: EventInstance) => string;
  onOpen: (instance: EventInstance) => void;
  onDay: (day: string) => void;
  ghosts: readonly Ghost[];
  fateOf: (instance: EventInstance) => 'leaves' | 'goes' | undefined;
  onGhost: (id: string) => void;
  movable: (instance: EventInstance) => boolean;
  onDayDrop: (drop: DayDragging) => void;
}

const shown = 3;

/** The weeks that a month touches. What waits for approval stands first in its day, so that it is never hidden behind "more". */
export function MonthGrid({ days, month, instances, colorOf, onOpen, onDay, ghosts, fateOf, onGhost, movable, onDayDrop }: Props) {
  const manner = useManner();
  const today = dayOf(useMinute(), manner.zone);
  const byDay = useMemo(() => days.map(day => ofDay(instances, day, manner.zone)), [days, instances, manner.zone]);
  const ghostsByDay = useMemo(() => days.map(day => ghosts.filter(g => {
    const [first, last] = g.dates ?? [dayOf(g.start, manner.zone), dayOf(g.end - 1, manner.zone)];
    return first <= day && day <= last;
  })), [days, ghosts, manner.zone]);
  const grid = useRef<HTMLDivElement>(null);
  const { dragging, begin, wasDragged } = useDayDrag({
    zone: manner.zone, onDrop: onDayDrop,
    dayAt: (x, y) => [...(grid.current?.querySelectorAll<HTMLElement>('[data-day]') ?? [])].find(cell => {
      const box = cell.getBoundingClientRect();
      return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    })?.dataset['day'],
  });
  const noon = (day: string) => toInstant({ ...parseDay(day), hour: 12 }, manner.zone);
  const weekdays = new Intl.DateTimeFormat(manner.locale, { weekday: 'short', timeZone: manner.zone });
  return (
    <div className={classes.root}>
      <div className={classes.head} aria-hidden>{days.slice(0, 7).map(d => <span key={d}>{weekdays.format(noon(d))}</span>)}</div>
      <div ref={grid} className={classes.grid} style={{ gridTemplateRows: `repeat(${days.length / 7}, minmax(128px, auto))` }}>
        {days.map((day, i) => {
          const proposed = ghostsByDay[i]!;
          const room = Math.max(1, shown - proposed.length);
          return (
            <div key={day} data-day={day} className={classes.cell} data-other={day.slice(0, 7) !== month || undefined} data-target={(dragging && dragging.first <= day && day <= dragging.last) || undefined}>
              <button type="button" className={classes.date} data-today={day === today || undefined} onClick={() => onDay(day)} aria-label={dayShort(noon(day), manner)} aria-current={day === today ? 'date' : undefined}>
                {Number(day.slice(8))}
              </button>
              {proposed.map(g => (
                <button key={g.id} type="button" className={classes.ghost} onClick={() => onGhost(g.id)} aria-label={text.ghost(g.title, g.dates ? dayShort(noon(day), manner) : `${dayShort(noon(day), manner)}, ${time(g.start, manner)}`)}>
                  {!g.dates && <span className={classes.time}>{time(g.start, manner)}</span>}
                  <span className={classes.name}>{g.title}</span>
                </button>
              ))}
              {byDay[i]!.slice(0, room).map(e => {
                const fate = fateOf(e);
                const drags = movable(e);
                return (
                  <button
                    key={keyOf(e)} type="button" className={classes.event} data-all-day={isAllDay(e) || undefined} data-fate={fate} data-drags={drags || undefined} style={{ '--c': colorOf(e) } as React.CSSProperties}
                    onClick={() => !wasDragged() && onOpen(e)} onPointerDown={drags ? down => begin(down, e) : undefined} aria-label={fate ? `${e.event.summary || text.untitled}, ${text.fate[fate]}` : undefined}
                  >
                    {!isAllDay(e) && <span className={classes.time}>{time(e.start, manner)}</span>}
                    <span className={classes.name}>{e.event.summary || text.untitled}</span>
                  </button>
                );
              })}
              {byDay[i]!.length > room && <button type="button" className={classes.more} onClick={() => onDay(day)} aria-label={text.more(byDay[i]!.length - room)}><span className={classes.moreLong}>{text.more(byDay[i]!.length - room)}</span><span className={classes.moreShort}>+{byDay[i]!.length - room}</span></button>}
            </div>
          );
        })}
      </div>
      {dragging && <div className={classes.hidden} role="status">{text.movingTo(dragging.instance.event.summary || text.untitled, dayShort(noon(dragging.first), manner))}</div>}
    </div>
  );
}
