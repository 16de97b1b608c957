import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useCommands } from '@/commands/registry';
import { dayShort, exact, range, time, type Manner } from '@/lib/format';
import { clock, useMinute } from '@/lib/clock';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { addDays, dayOf, minuteOfDay, parseDay, startOfDay, toInstant } from '@/lib/zone';
import { text } from '../text';
import classes from './TimeGrid.module.css';
import type { Ghost } from './ghosts';
import { isAllDay, layoutBars, layoutDay, layoutSpans } from './layout';
import { keyOf, snap } from './move';
import { useDayDrag, type DayDragging } from './useDayDrag';
import { useDrag, type Dragging } from './useDrag';

interface Props {
  days: readonly string[];
  instances: readonly EventInstance[];
  colorOf: (instance: EventInstance) => string;
  onOpen: (instance: EventInstance) => void;
  onCreate: (start: number, end: number) => void;
  onDay: (day: string) => void;
  /** Changes that wait for approval, where they would stand. */
  ghosts: readonly Ghost[];
  /** What a waiting change would do to an event that is here. */
  fateOf: (instance: EventInstance) => 'leaves' | 'goes' | undefined;
  onGhost: (id: string) => void;
  /** Free times that were looked for. */
  slots: readonly { start: string; end: string }[];
  movable: (instance: EventInstance) => boolean;
  onDrop: (drop: Dragging) => void;
  onDayDrop: (drop: DayDragging) => void;
  /** Further zones whose hours stand beside the person's own. */
  zones: readonly string[];
}

const hourHeight = 48;
const hours = Array.from({ length: 24 }, (_, h) => h);

/** Days side by side with their hours, by the person's wall clock. */
export function TimeGrid({ days, instances, colorOf, onOpen, onCreate, onDay, ghosts, fateOf, onGhost, slots, movable, onDrop, onDayDrop, zones }: Props) {
  const manner = useManner();
  const now = useMinute();
  const scroll = useRef<HTMLDivElement>(null);
  const today = dayOf(now, manner.zone);
  const { bars, ghostBars } = useMemo(() => {
    const taken: number[] = [];
    const bars = layoutBars(instances, days, manner.zone, taken);
    return { bars, ghostBars: layoutSpans(ghosts.flatMap(of => (of.dates ? [{ of, first: of.dates[0], last: of.dates[1] }] : [])), days, taken) };
  }, [instances, ghosts, days, manner.zone]);
  const columns = useMemo(() => days.map(day => layoutDay(instances, day, manner.zone)), [instances, days, manner.zone]);
  const rows = Math.max(1, ...bars.map(b => b.row + 1), ...ghostBars.map(b => b.row + 1));
  const drag = useDrag({ days, zone: manner.zone, hourHeight, onDrop });
  const { dragging } = drag;
  const root = useRef<HTMLDivElement>(null);
  const dayDrag = useDayDrag({
    zone: manner.zone, onDrop: onDayDrop,
    dayAt: x => {
      const columns = [...(root.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
      return (columns.find(c => x < c.getBoundingClientRect().right) ?? columns.at(-1))?.dataset['column'];
    },
  });
  const dayDragged = dayDrag.dragging && layoutSpans([{ of: dayDrag.dragging, first: dayDrag.dragging.first, last: dayDrag.dragging.last }], days)[0];

  // Keys move the event that has the focus: Enter proposes where it then stands, Escape lets it go.
  const focused = useRef<EventInstance | null>(null);
  const nudge = (by: { days?: number; minutes?: number; length?: number }) => {
    const it = focused.current;
    if (!it || !movable(it)) return;
    if (!isAllDay(it)) drag.nudge(it, by);
    else if (by.days) dayDrag.nudge(it, 'move', by.days);
    else if (by.length && it.event.start.date) dayDrag.nudge(it, 'last', Math.sign(by.length));
  };
  const section = text.commands.section;
  useCommands([
    { id: 'calendar.event.earlier', title: text.commands.earlier, section, shortcut: 'shift+arrowup', quiet: true, run: () => nudge({ minutes: -snap }) },
    { id: 'calendar.event.later', title: text.commands.later, section, shortcut: 'shift+arrowdown', quiet: true, run: () => nudge({ minutes: snap }) },
    { id: 'calendar.event.day-before', title: text.commands.dayBefore, section, shortcut: 'shift+arrowleft', quiet: true, run: () => nudge({ days: -1 }) },
    { id: 'calendar.event.day-after', title: text.commands.dayAfter, section, shortcut: 'shift+arrowright', quiet: true, run: () => nudge({ days: 1 }) },
    { id: 'calendar.event.shorter', title: text.commands.shorter, section, shortcut: 'alt+arrowup', quiet: true, run: () => nudge({ length: -snap }) },
    { id: 'calendar.event.longer', title: text.commands.longer, section, shortcut: 'alt+arrowdown', quiet: true, run: () => nudge({ length: snap }) },
  ]);
  const held = (instance: EventInstance) => ({
    onFocus: () => (focused.current = instance),
    onBlur: () => {
      focused.current = null;
      drag.cancelKeys();
      dayDrag.cancelKeys();
    },
    onKeyDown: (e: React.KeyboardEvent) => {
      if (e.key === 'Escape' && (drag.cancelKeys() || dayDrag.cancelKeys())) e.preventDefault();
    },
    onClick: () => {
      if (drag.dropKeys() || dayDrag.dropKeys() || drag.wasDragged() || dayDrag.wasDragged()) return;
      onOpen(instance);
    },
  });
  const template = `${56 + zones.length * 50}px repeat(${days.length}, minmax(0, 1fr))`;

  // The day begins in view; at night, so does now.
  useLayoutEffect(() => {
    const hour = minuteOfDay(clock.now(), manner.zone) / 60;
    scroll.current?.scrollTo({ top: (days.includes(today) && hour < 7.4 ? Math.max(0, hour - 1) : 7.4) * hourHeight });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    // Now stays in view on the first visit of a day that includes it.
    if (days.length === 1 && days[0] === today) scroll.current?.scrollTo({ top: Math.max(0, (minuteOfDay(now, manner.zone) / 60 - 3) * hourHeight) });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [days]);

  const hourName = new Intl.DateTimeFormat(manner.locale, { hour: 'numeric', timeZone: manner.zone });
  const pieces = <T extends { start: number; end: number }>(day: string, list: readonly T[]) => {
    const [from, to] = [startOfDay(day, manner.zone), startOfDay(addDays(day, 1), manner.zone)];
    return list.filter(g => g.start < to && g.end > from).map(g => {
      const top = g.start < from ? 0 : minuteOfDay(g.start, manner.zone);
      const bottom = g.end >= to ? 1440 : minuteOfDay(g.end, manner.zone);
      return { g, style: { top: (top / 60) * hourHeight, height: Math.max(24, ((bottom - top) / 60) * hourHeight - 2) } };
    });
  };
  const timedGhosts = useMemo(() => ghosts.filter(g => !g.dates), [ghosts]);
  const free = useMemo(() => slots.map(s => ({ start: Date.parse(s.start), end: Date.parse(s.end) })), [slots]);
  const hoursOf = (zone: string) => new Intl.DateTimeFormat(manner.locale, { hour: 'numeric', timeZone: zone });
  const nowAt = (minuteOfDay(now, manner.zone) / 60) * hourHeight;

  return (
    <div ref={root} className={classes.root}>
      <div className={classes.head} style={{ gridTemplateColumns: template }}>
        <span className={classes.zones}>{zones.map(z => <small key={z} title={z}>{zoneName(z, manner.locale, now)}</small>)}{zones.length > 0 && <small title={manner.zone}>{zoneName(manner.zone, manner.locale, now)}</small>}</span>
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
        {bars.map(b => {
          const drags = movable(b.of);
          const fate = fateOf(b.of);
          const grip = (end: 'first' | 'last') => (
            <span
              aria-hidden className={classes.endGrip} data-end={end}
              onPointerDown={down => {
                down.stopPropagation();
                dayDrag.begin(down, b.of, end);
              }}
            />
          );
          return (
            <button
              key={keyOf(b.of)} type="button" className={classes.bar} {...held(b.of)} onPointerDown={drags ? down => dayDrag.begin(down, b.of) : undefined}
              aria-label={fate ? `${b.of.event.summary || text.untitled}, ${text.fate[fate]}` : undefined} data-fate={fate} data-drags={drags || undefined} data-dragged={(dayDrag.dragging && keyOf(dayDrag.dragging.instance) === keyOf(b.of)) || undefined}
              style={{ gridColumn: `${b.first + 2} / ${b.last + 3}`, gridRow: b.row + 1, '--c': colorOf(b.of) } as React.CSSProperties}
            >
              {drags && b.of.event.start.date && grip('first')}
              <span className={classes.barName}>{b.of.event.summary || text.untitled}</span>
              {drags && b.of.event.start.date && grip('last')}
            </button>
          );
        })}
        {ghostBars.map(b => (
          <button
            key={b.of.id} type="button" className={classes.ghostBar} onClick={() => onGhost(b.of.id)} aria-label={text.ghost(b.of.title, dayRange(b.of.dates!, manner))}
            style={{ gridColumn: `${b.first + 2} / ${b.last + 3}`, gridRow: b.row + 1 }}
          >
            {b.of.title}
          </button>
        ))}
        {dayDragged && (
          <div className={classes.dragBar} role="status" style={{ gridColumn: `${dayDragged.first + 2} / ${dayDragged.last + 3}`, gridRow: 1 }}>
            {dayDragged.of.instance.event.summary || text.untitled}<span className={classes.time}>{dayRange([dayDragged.of.first, dayDragged.of.last], manner)}</span>
          </div>
        )}
      </div>
      <div ref={scroll} className={classes.scroll} tabIndex={0} role="region" aria-label={text.title}>
        <div className={classes.grid} style={{ gridTemplateColumns: template, height: 24 * hourHeight }}>
          <div className={classes.gutter} aria-hidden>
            {hours.slice(1).map(h => {
              const at = toInstant({ ...parseDay(days[0]!), hour: h }, manner.zone);
              return (
                <span key={h} style={{ top: h * hourHeight }}>
                  {zones.map(z => <i key={z}>{hoursOf(z).format(at)}</i>)}
                  <i>{hourName.format(at)}</i>
                </span>
              );
            })}
          </div>
          {days.map((day, i) => (
            <div
              key={day} data-column={day} className={classes.column} data-today={day === today || undefined}
              onDoubleClick={e => {
                if (e.target !== e.currentTarget) return;
                const minute = Math.floor(((e.nativeEvent.offsetY / hourHeight) * 60) / 30) * 30;
                const start = toInstant({ ...parseDay(day), hour: Math.floor(minute / 60), minute: minute % 60 }, manner.zone);
                onCreate(start, start + 3_600_000);
              }}
            >
              {pieces(day, free).map(({ g, style }) => (
                <button key={`free${g.start}`} type="button" className={classes.free} style={style} onClick={() => onCreate(g.start, g.end)} aria-label={text.freeSlot(range(g.start, g.end, manner))}>
                  <span className={classes.time}>{range(g.start, g.end, manner, false)}</span>
                </button>
              ))}
              {columns[i]!.map(p => {
                const e = p.instance.event;
                const height = Math.max(((p.to - p.from) / 60) * hourHeight, 26);
                const fate = fateOf(p.instance);
                const drags = movable(p.instance) && !isAllDay(p.instance);
                const label = `${e.summary || text.untitled}, ${range(p.instance.start, p.instance.end, manner)}${fate ? `, ${text.fate[fate]}` : ''}`;
                return (
                  <button
                    key={keyOf(p.instance)} type="button" className={classes.event} {...held(p.instance)} onPointerDown={drags ? down => drag.begin(down, p.instance, 'move', i) : undefined} title={`${label}\n${exact(p.instance.start, manner)}`} aria-label={label}
                    data-short={height < 38 || undefined} data-tentative={e.status === 'tentative' || undefined} data-fate={fate} data-dragged={(dragging && keyOf(dragging.instance) === keyOf(p.instance)) || undefined} data-drags={drags || undefined} data-past={Date.parse(p.instance.end) < now || undefined}
                    style={{
                      top: (p.from / 60) * hourHeight, height: height - 2, left: `calc(${(100 * p.column) / p.columns}% + 1px)`, width: `calc(${100 / p.columns}% - 4px)`, '--c': colorOf(p.instance),
                    } as React.CSSProperties}
                  >
                    <span className={classes.name}>{e.summary || text.untitled}</span>
                    <span className={classes.time}>{height < 38 ? time(p.instance.start, manner) : range(p.instance.start, p.instance.end, manner, false)}</span>
                    {height > 66 && e.location && <span className={classes.time}>{e.location}</span>}
                    {drags && !p.cutEnd && (
                      <span
                        aria-hidden className={classes.grip}
                        onPointerDown={down => {
                          down.stopPropagation();
                          drag.begin(down, p.instance, 'resize', i);
                        }}
                      />
                    )}
                  </button>
                );
              })}
              {pieces(day, timedGhosts).map(({ g, style }) => (
                <button key={g.id} type="button" className={classes.ghost} style={style} onClick={() => onGhost(g.id)} aria-label={text.ghost(g.title, range(g.start, g.end, manner))}>
                  <span className={classes.name}>{g.title}</span>
                  <span className={classes.time}>{range(g.start, g.end, manner, false)}</span>
                </button>
              ))}
              {dragging && pieces(day, [dragging]).map(({ g, style }) => (
                <div key="drag" className={classes.drag} style={style} role="status">
                  <span className={classes.name}>{g.instance.event.summary || text.untitled}</span>
                  <span className={classes.time}>{range(g.start, g.end, manner)}</span>
                </div>
              ))}
              {day === today && <div className={classes.now} style={{ top: nowAt }} role="img" aria-label={`${text.now}: ${time(now, manner)}`} />}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

const dayRange = ([first, last]: readonly [string, string], manner: Manner) => {
  const of = (day: string) => dayShort(toInstant({ ...parseDay(day), hour: 12 }, manner.zone), manner);
  return first === last ? of(first) : `${of(first)} – ${of(last)}`;
};

/** "GMT+1", "PST": as short as the locale has it. */
const zoneName = (zone: string, locale: string, at: number) =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at).find(p => p.type === 'timeZoneName')?.value ?? zone;
