import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconCalendarOff, IconCalendarSearch, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { useAccounts } from '@/features/accounts/api';
import { usePending } from '@/features/approvals/api';
import { panel } from '@/features/approvals/panel';
import { wish } from '@/features/approvals/quick';
import { clock } from '@/lib/clock';
import { dayLong, monthYear } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { addDays, dayOf, isZone, startOfDay } from '@/lib/zone';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { complain } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { calendarsQuery, eventsQuery, slotsQuery } from './api';
import classes from './Calendar.module.css';
import { EventDetails } from './details/EventDetails';
import { EventForm } from './details/EventForm';
import { FindTime } from './FindTime';
import { fateOf, ghostsOf } from './grid/ghosts';
import { MonthGrid } from './grid/MonthGrid';
import { redating, rescheduling } from './grid/move';
import { TimeGrid } from './grid/TimeGrid';
import type { DayDragging } from './grid/useDayDrag';
import { text } from './text';
import { ViewMenu, viewChoices } from './ViewMenu';
import { daysOf, firstDayOfWeek, step, type View } from './window';

const route = getRouteApi('/app/calendar');

export function CalendarPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const pageTo = useNavigate();
  const manner = useManner();
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: 'steward.hidden-calendars', defaultValue: [] });
  const [picked, setPicked] = useState<EventInstance | undefined>();
  const [editing, setEditing] = useState<{ start: number; end: number; instance?: EventInstance } | null>(null);
  const [kept, setKept] = useLocalStorage<string[]>({ key: 'steward.zones', defaultValue: [] });

  const view: View = search.view ?? (phone ? 'day' : 'week');
  const date = search.date ?? dayOf(clock.now(), manner.zone);
  const days = useMemo(() => daysOf(view, date, firstDayOfWeek(manner.locale), phone), [view, date, manner.locale, phone]);
  const from = startOfDay(days[0]!, manner.zone);
  const to = startOfDay(addDays(days.at(-1)!, 1), manner.zone);
  const calendars = useQuery(calendarsQuery);
  const events = useQuery({ ...eventsQuery(from, to), placeholderData: old => old });
  const { data: accounts = [] } = useAccounts();
  // An account that is gone, or of another person, narrows nothing.
  const account = accounts.find(a => a.id === search.account)?.id;
  const inAccount = useMemo(() => calendars.data?.filter(c => !account || c.accountId === account) ?? [], [calendars.data, account]);
  const shown = useMemo(() => {
    const drawn = new Set(inAccount.filter(c => !hidden.includes(c.id)).map(c => c.id));
    return (events.data ?? []).filter(e => (account ? drawn.has(e.event.calendarId) : !hidden.includes(e.event.calendarId)));
  }, [events.data, hidden, inAccount, account]);
  const colors = useMemo(() => new Map(calendars.data?.map(c => [c.id, c.color])), [calendars.data]);
  const { data: pending = [] } = usePending();
  const ghosts = useMemo(() => ghostsOf(pending, manner.zone), [pending, manner.zone]);
  const slots = useQuery({ ...slotsQuery(from, to, search.free ?? 30), enabled: search.free !== undefined && view !== 'month' });
  // A link says which zones it shows; without one, those that were shown last on this device.
  const zones = useMemo(() => (search.zones?.split(',') ?? kept).filter(z => isZone(z) && z !== manner.zone).slice(0, 3), [search.zones, kept, manner.zone]);
  const writable = useMemo(() => new Set(calendars.data?.filter(c => !c.readOnly).map(c => c.id)), [calendars.data]);
  const movable = (e: EventInstance) => writable.has(e.event.calendarId);
  const redate = (drop: DayDragging) => void wish([redating(drop.instance, drop.first, drop.last, manner.zone)]).catch(complain);
  const colorOf = (e: EventInstance) => colors.get(e.event.calendarId) ?? 'var(--st-accent)';

  const go = (next: { view?: View; date?: string }) => void navigate({ search: old => ({ ...old, event: undefined, ...next }) });
  const openEvent = (e: EventInstance) => {
    setPicked(e);
    void navigate({ search: old => ({ ...old, event: e.event.id }) });
  };
  const today = () => void navigate({ search: old => ({ ...old, date: undefined, event: undefined }) });
  const create = () => {
    const start = Math.ceil(clock.now() / 1_800_000) * 1_800_000;
    setEditing({ start, end: start + 3_600_000 });
  };
  const find = (minutes: number | undefined) => void navigate({ search: old => ({ ...old, free: minutes, ...(minutes && old.view === 'month' ? { view: 'week' as const } : {}) }), replace: true });
  const setZones = (next: string[]) => {
    setKept(next);
    void navigate({ search: old => ({ ...old, zones: next.join(',') || undefined }), replace: true });
  };

  const showProposal = (id: string) => {
    if (phone) void pageTo({ to: '/approvals', search: { id } });
    else panel.open();
  };

  const section = text.commands.section;
  useCommands([
    { id: 'calendar.today', title: text.commands.today, section, shortcut: 't', run: today },
    { id: 'calendar.next', title: text.commands.next, section, shortcut: 'j', quiet: true, run: () => go({ date: step(view, date, 1, phone) }) },
    { id: 'calendar.previous', title: text.commands.previous, section, shortcut: 'k', quiet: true, run: () => go({ date: step(view, date, -1, phone) }) },
    { id: 'calendar.day', title: text.commands.day, section, shortcut: 'd', run: () => go({ view: 'day' }) },
    { id: 'calendar.week', title: text.commands.week, section, shortcut: 'w', run: () => go({ view: 'week' }) },
    { id: 'calendar.month', title: text.commands.month, section, shortcut: 'm', run: () => go({ view: 'month' }) },
    { id: 'calendar.find', title: text.commands.find, section, shortcut: 'f', run: () => find(search.free === undefined ? 30 : undefined) },
    { id: 'calendar.create', title: text.commands.create, section, shortcut: 'n', run: create },
  ]);

  const middle = (from + to) / 2;
  const heading = view === 'day' && !phone ? dayLong(from + 43_200_000, manner) : monthYear(view === 'month' ? startOfDay(date, manner.zone) + 43_200_000 : middle, manner, phone ? 'short' : 'long');

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
            <SegmentedControl size="xs" aria-label={text.view.label} value={view} onChange={v => go({ view: v as View })} data={viewChoices} />
          )}
          <Tooltip label={text.find.title}>
            <ActionIcon variant={search.free === undefined ? 'default' : 'light'} color={search.free === undefined ? 'gray' : 'pine'} aria-label={text.find.title} aria-pressed={search.free !== undefined} onClick={() => find(search.free === undefined ? 30 : undefined)}><IconCalendarSearch size={17} stroke={1.6} /></ActionIcon>
          </Tooltip>
          <ViewMenu
            calendars={inAccount} hidden={hidden} onHidden={setHidden} accounts={accounts} account={account} onAccount={id => void navigate({ search: old => ({ ...old, account: id }), replace: true })} zones={zones} own={manner.zone} onZones={setZones} {...(phone ? { view: { value: view, onChange: (v: View) => go({ view: v }) } } : {})}
          />
          <ActionIcon variant="filled" color="pine" aria-label={text.newEvent} onClick={create} disabled={!calendars.data?.some(c => !c.readOnly)}><IconPlus size={18} /></ActionIcon>
        </>
      }
    >
      {search.free !== undefined && view !== 'month' && <FindTime minutes={search.free} slots={slots.data} onMinutes={find} onClose={() => find(undefined)} />}
      {events.isError && !events.data ? <div className={classes.trouble}><Trouble error={events.error} retry={() => void events.refetch()} /></div>
      : calendars.data?.length === 0 ? (
        <div className={classes.trouble}><Empty icon={IconCalendarOff} title={text.noCalendars} action={<Button component={Link} to="/accounts" variant="light">{text.toAccounts}</Button>}>{text.noCalendarsText}</Empty></div>
      )
      : view === 'month' ? <MonthGrid days={days} month={date.slice(0, 7)} instances={shown} colorOf={colorOf} onOpen={openEvent} onDay={day => go({ view: 'day', date: day })} ghosts={ghosts} fateOf={e => fateOf(e, pending)} onGhost={showProposal} movable={movable} onDayDrop={redate} />
      : (
        <TimeGrid
          key={view} days={days} instances={shown} colorOf={colorOf} onOpen={openEvent} onCreate={(start, end) => setEditing({ start, end })} onDay={day => go({ view: 'day', date: day })}
          ghosts={ghosts} fateOf={e => fateOf(e, pending)} onGhost={showProposal} slots={search.free === undefined ? [] : (slots.data ?? [])} movable={movable}
          onDrop={drop => void wish([rescheduling(drop.instance, drop, manner.zone)]).catch(complain)} onDayDrop={redate} zones={phone ? [] : zones}
        />
      )}
      {search.event && (
        <EventDetails
          id={search.event} instance={picked?.event.id === search.event ? picked : shown.find(e => e.event.id === search.event)} calendars={calendars.data ?? []}
          onClose={() => void navigate({ search: old => ({ ...old, event: undefined }) })}
          onEdit={instance => {
            setEditing({ start: Date.parse(instance.start), end: Date.parse(instance.end), instance });
            void navigate({ search: old => ({ ...old, event: undefined }), replace: true });
          }}
        />
      )}
      {editing && calendars.data && <EventForm key={`${editing.instance?.event.id ?? ''}${editing.start}`} {...editing} calendars={calendars.data} onClose={() => setEditing(null)} />}
    </Page>
  );
}
