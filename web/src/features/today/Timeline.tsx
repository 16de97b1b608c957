import { Button, Skeleton, Stack } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { wish } from '@/features/approvals/quick';
import { calendarsQuery } from '@/features/calendar/api';
import { useMinute } from '@/lib/clock';
import { exact, range } from '@/lib/format';
import { settingsQuery, useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { localText, parseDay, toInstant, weekday } from '@/lib/zone';
import { complain } from '@/ui/toast';
import { linesOf, type Line } from './day';
import { text } from './text';
import classes from './Today.module.css';

/** The day from morning to night: what is over, what is now, what is ahead, and the free time between. */
export function Timeline({ day, events }: { day: string; events: readonly EventInstance[] | undefined }) {
  const manner = useManner();
  const now = useMinute();
  const { data: settings } = useQuery(settingsQuery);
  const { data: calendars } = useQuery(calendarsQuery);
  if (!events) return <Stack gap={8} aria-busy><Skeleton h={44} /><Skeleton h={44} /><Skeleton h={44} /></Stack>;

  const at = (time: string) => toInstant({ ...parseDay(day), hour: Number(time.slice(0, 2)), minute: Number(time.slice(3, 5)) }, manner.zone);
  const hours = settings?.workdays.includes(weekday(day)) ? { start: at(settings.workdayStart), end: at(settings.workdayEnd) } : null;
  const lines = linesOf(events, now, hours);
  const allDay = events.filter(e => e.event.start.date);
  const colorOf = (e: EventInstance) => calendars?.find(c => c.id === e.event.calendarId)?.color ?? 'var(--st-accent)';
  const mine = calendars?.find(c => c.primary && !c.readOnly) ?? calendars?.find(c => !c.readOnly);
  const hold = (start: number, end: number) =>
    mine && void wish([{
      kind: 'calendar.create-event', accountId: mine.accountId, why: text.holdWhy,
      payload: { calendarId: mine.id, summary: text.heldTitle, start: { local: `${localText(start, manner.zone)}:00`, zone: manner.zone }, end: { local: `${localText(end, manner.zone)}:00`, zone: manner.zone } },
    }]).catch(complain);
  const nowAt = lines.findIndex(l => (l.kind === 'event' ? l.state !== 'over' : l.end > now));

  return (
    <>
      {allDay.map(e => <Link key={e.event.id} to="/calendar" search={{ event: e.event.id, date: day }} className={classes.allDay} style={{ '--c': colorOf(e) } as React.CSSProperties}>{e.event.summary}<small>{text.allDay}</small></Link>)}
      {lines.length === 0 && allDay.length === 0 ? <p className={classes.quiet}>{text.noEvents}</p> : (
        <ol className={classes.lines}>
          {lines.map((line, i) => (
            <li key={line.kind === 'event' ? line.event.event.id + line.event.start : line.start} className={classes.line} data-kind={line.kind} data-state={line.kind === 'event' ? line.state : undefined} data-now={i === nowAt || undefined}>
              {line.kind === 'event' ? <EventLine line={line} now={now} color={colorOf(line.event)} day={day} /> : (
                <>
                  <span className={`${classes.time} tabular`}>{range(new Date(line.start).toISOString(), new Date(line.end).toISOString(), manner, false)}</span>
                  <span className={classes.what}>{text.free(text.length(Math.round((line.end - line.start) / 60_000)))}</span>
                  <Button size="compact-xs" variant="subtle" disabled={!mine} onClick={() => hold(line.start, line.end)}>{text.hold}</Button>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function EventLine({ line, now, color, day }: { line: Extract<Line, { kind: 'event' }>; now: number; color: string; day: string }) {
  const manner = useManner();
  const { event: e, start, end } = line.event;
  const minutes = Math.round((Date.parse(start) - now) / 60_000);
  return (
    <>
      <span className={`${classes.time} tabular`} title={exact(start, manner)}>{range(start, end, manner, false)}</span>
      <Link to="/calendar" search={{ event: e.id, date: day }} className={classes.what} style={{ '--c': color } as React.CSSProperties}>
        <strong className="outside">{e.summary}</strong>
        {e.location && <small className="outside"><IconMapPin size={12} stroke={1.7} aria-hidden />{e.location}</small>}
      </Link>
      <span className={classes.state}>{line.state === 'running' ? text.running : line.state === 'over' ? text.over : minutes <= 180 ? text.inTime(text.length(Math.max(1, minutes))) : ''}</span>
    </>
  );
}
