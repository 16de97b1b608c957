import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconPalette, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { clock } from '@/lib/clock';
import { dayLong, monthYear } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { addDays, dayOf, startOfDay } from '@/lib/zone';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { calendarsQuery, eventsQuery } from './api';
import classes from './Calendar.module.css';
import { EventDetails } from './details/EventDetails';
import { NewEvent } from './details/NewEvent';
import { MonthGrid } from './grid/MonthGrid';
import { TimeGrid } from './grid/TimeGrid';
import { text } from './text';
import { daysOf, firstDayOfWeek, step, type View } from './window';

const route = getRouteApi('/app/calendar');

export function CalendarPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const manner = useManner();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: 'steward.hidden-calendars', defaultValue: [] });
  const [picked, setPicked] = useState<EventInstance | undefined>();
  const [creating, setCreating] = useState<{ start: number; end: number } | null>(null);

  const view: View = search.view ?? (phone ? 'day' : 'week');
  const date = search.date ?? dayOf(clock.now(), manner.zone);
  const days = useMemo(() => daysOf(view, date, firstDayOfWeek(manner.locale), phone), [view, date, manner.locale, phone]);
  const from = startOfDay(days[0]!, manner.zone);
  const to = startOfDay(addDays(days.at(-1)!, 1), manner.zone);
  const calendars = useQuery(calendarsQuery);
  const events = useQuery({ ...eventsQuery(from, to), placeholderData: old => old });
  const shown = useMemo(() => (events.data ?? []).filter(e => !hidden.includes(e.event.calendarId)), [events.data, hidden]);
  const colors = useMemo(() => new Map(calendars.data?.map(c => [c.id, c.color])), [calendars.data]);
  const colorOf = (e: EventInstance) => colors.get(e.event.calendarId) ?? 'var(--st-accent)';

  const go = (next: { view?: View; date?: string }) => void navigate({ search: old => ({ ...old, event: undefined, ...next }) });
  const openEvent = (e: EventInstance) => {
    setPicked(e);
    void navigate({ search: old => ({ ...old, event: e.event.id }) });
  };
  const today = () => void navigate({ search: old => ({ ...old, date: undefined, event: undefined }) });
  const create = () => {
    const start = Math.ceil(clock.now() / 1_800_000) * 1_800_000;
    setCreating({ start, end: start + 3_600_000 });
  };

  const section = text.commands.section;
  useCommands([
    { id: 'calendar.today', title: text.commands.today, section, shortcut: 't', run: today },
    { id: 'calendar.next', title: text.commands.next, section, shortcut: 'j', quiet: true, run: () => go({ date: step(view, date, 1, phone) }) },
    { id: 'calendar.previous', title: text.commands.previous, section, shortcut: 'k', quiet: true, run: () => go({ date: step(view, date, -1, phone) }) },
    { id: 'calendar.day', title: text.commands.day, section, shortcut: 'd', run: () => go({ view: 'day' }) },
    { id: 'calendar.week', title: text.commands.week, section, shortcut: 'w', run: () => go({ view: 'week' }) },
    { id: 'calendar.month', title: text.commands.month, section, shortcut: 'm', run: () => go({ view: 'month' }) },
    { id: 'calendar.create', title: text.commands.create, section, shortcut: 'n', run: create },
  ]);

  const middle = (from + to) / 2;
  const heading = view === 'day' && !phone ? dayLong(from + 43_200_000, manner) : monthYear(view === 'month' ? startOfDay(date, manner.zone) + 43_200_000 : middle, manner);

  return (
    <Page
      title={phone ? heading : text.title} layout="fill"
      tools={
        <>
          {!phone && <span className={classes.heading} aria-live="polite">{heading}</span>}
          <ActionIcon.Group>
            <ActionIcon variant="default" aria-label={text.previous} onClick={() => go({ date: step(view, date, -1, phone) })}><IconChevronLeft size={17} /></ActionIcon>
            <Button variant="default" size="sm" px={10} onClick={today} style={{ borderRadius: 0 }}>{text.today}</Button>
            <ActionIcon variant="default" aria-label={text.next} onClick={() => go({ date: step(view, date, 1, phone) })}><IconChevronRight size={17} /></ActionIcon>
          </ActionIcon.Group>
          {!phone && (
            <SegmentedControl size="xs" aria-label={text.view.label} value={view} onChange={v => go({ view: v as View })} data={[{ value: 'day', label: text.view.day }, { value: 'week', label: text.view.week }, { value: 'month', label: text.view.month }]} />
          )}
          <Popover position="bottom-end" shadow="lg">
            <Popover.Target><ActionIcon variant="default" aria-label={text.calendars}><IconPalette size={17} stroke={1.6} /></ActionIcon></Popover.Target>
            <Popover.Dropdown>
              <div className={classes.calendars} role="group" aria-label={text.calendars}>
                {phone && <SegmentedControl size="xs" aria-label={text.view.label} value={view} onChange={v => go({ view: v as View })} data={[{ value: 'day', label: text.view.day }, { value: 'week', label: text.view.week }, { value: 'month', label: text.view.month }]} />}
                {(calendars.data ?? []).map(c => (
                  <Checkbox
                    key={c.id} size="xs" checked={!hidden.includes(c.id)} onChange={e => setHidden(e.currentTarget.checked ? hidden.filter(h => h !== c.id) : [...hidden, c.id])}
                    label={<span className={classes.calendar}><span className={classes.swatch} style={{ background: c.color }} /><span className="outside">{c.name}</span>{c.readOnly && <small>{text.readOnly}</small>}</span>}
                  />
                ))}
              </div>
            </Popover.Dropdown>
          </Popover>
          <ActionIcon variant="filled" color="pine" aria-label={text.newEvent} onClick={create} disabled={!calendars.data?.some(c => !c.readOnly)}><IconPlus size={18} /></ActionIcon>
        </>
      }
    >
      {events.isError && !events.data ? <div className={classes.trouble}><Trouble error={events.error} retry={() => void events.refetch()} /></div>
      : calendars.data?.length === 0 ? (
        <div className={classes.trouble}><Empty icon={IconCalendarOff} title={text.noCalendars} action={<Button component={Link} to="/accounts" variant="light">{text.toAccounts}</Button>}>{text.noCalendarsText}</Empty></div>
      )
      : view === 'month' ? <MonthGrid days={days} month={date.slice(0, 7)} instances={shown} colorOf={colorOf} onOpen={openEvent} onDay={day => go({ view: 'day', date: day })} />
      : <TimeGrid key={view} days={days} instances={shown} colorOf={colorOf} onOpen={openEvent} onCreate={(start, end) => setCreating({ start, end })} onDay={day => go({ view: 'day', date: day })} />}
      {search.event && (
        <EventDetails
          id={search.event} instance={picked?.event.id === search.event ? picked : shown.find(e => e.event.id === search.event)} calendars={calendars.data ?? []}
          onClose={() => void navigate({ search: old => ({ ...old, event: undefined }) })}
        />
      )}
      {creating && calendars.data && <NewEvent {...creating} calendars={calendars.data} onClose={() => setCreating(null)} />}
    </Page>
  );
}
