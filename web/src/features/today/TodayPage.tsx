import { Button, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChecklist, IconMessageCircle2, IconMoodSmile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { usePendingCount } from '@/features/approvals/api';
import { eventsQuery } from '@/features/calendar/api';
import { useMinute } from '@/lib/clock';
import { dayLong } from '@/lib/format';
import { useManner } from '@/lib/session';
import { addDays, dayOf, startOfDay } from '@/lib/zone';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { prioritiesQuery } from './api';
import { Notes } from './Notes';
import { Priorities } from './Priorities';
import { Reminders } from './Reminders';
import { text } from './text';
import { Timeline } from './Timeline';
import classes from './Today.module.css';

const route = getRouteApi('/app/today');
const shorts = ['focus', 'waiting', 'due', 'promised', 'awaited'] as const;

/** The day at a glance: what needs the person and why, what happens when, what is due, and what was noted. */
export function TodayPage() {
  const { kind = 'focus', notes = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const manner = useManner();
  const now = useMinute();
  const day = dayOf(now, manner.zone);
  const narrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const priorities = useQuery(prioritiesQuery(kind));
  const events = useQuery(eventsQuery(startOfDay(day, manner.zone), startOfDay(addDays(day, 1), manner.zone)));
  const pending = usePendingCount();
  const left = events.data?.filter(e => !e.event.start.date && Date.parse(e.end) > now).length;
  const kinds: readonly (keyof typeof text.kinds)[] = shorts.some(s => s === kind) ? shorts : [...shorts, kind];

  return (
    <Page title={text.title} layout="fill">
      <div className={classes.scroll}>
        <div className={classes.top}>
          <div>
            <p className={classes.date}>{dayLong(now, manner)}</p>
            <p className={classes.sum}>{left === undefined ? ' ' : text.sum(left, kind === 'focus' ? priorities.data?.total : undefined)}</p>
          </div>
          {/* Beside the date, where nothing moves when the count comes. */}
          {pending > 0 && (
            <Link to="/approvals" className={classes.waiting} aria-label={`${text.waiting(pending)}: ${text.review}`}>
              <IconChecklist size={18} stroke={1.7} aria-hidden /><span className={classes.waitingLong}>{text.waiting(pending)}</span><span className={classes.waitingShort}>{pending}</span><b>{text.review}</b>
            </Link>
          )}
        </div>
        <div className={classes.columns}>
          <div className={classes.main}>
            <section className={classes.section} aria-label={text.mustDo}>
              <header>
                <h2>{text.mustDo}</h2>
                <div className={classes.kinds}>
                  <SegmentedControl
                    size="xs" aria-label={text.kindLabel} value={kind} onChange={v => void navigate({ search: old => ({ ...old, kind: v === 'focus' ? undefined : (v as 'due') }), replace: true })}
                    data={(narrow ? kinds.slice(0, 4) : kinds).map(k => ({ value: k, label: text.kinds[k] }))}
                  />
                </div>
              </header>
              {priorities.isError && !priorities.data ? <Trouble error={priorities.error} retry={() => void priorities.refetch()} />
              : !priorities.data ? <Stack gap={8} aria-busy>{[0, 1, 2, 3].map(i => <Skeleton key={i} h={92} radius="lg" />)}</Stack>
              : priorities.data.priorities.length === 0 ? <Empty icon={IconMoodSmile} title={kind === 'focus' ? text.nothing : text.nothingOf}>{text.nothingText}</Empty>
              : (
                <Priorities
                  items={priorities.data.priorities} total={priorities.data.total}
                  acts={item => item.source.type === 'message' && (
                    <Button
                      renderRoot={props => <Link to="/chat" search={{ ask: text.askAbout(item.title.replace(/^(\s*(re|fwd?|aw|wg):)+\s*/i, '')) }} {...props} />} size="compact-xs" variant="subtle" color="gray"
                      leftSection={<IconMessageCircle2 size={13} stroke={1.7} />}
                    >
                      {text.ask}
                    </Button>
                  )}
                />
              )}
              {/* With the list, and not before: under the skeleton it would be thrown down by the length of the list. */}
              {priorities.data && <p className={classes.hint}>{text.mustDoHint}</p>}
            </section>
          </div>
          <div className={classes.side}>
            <section className={classes.section} aria-label={text.timeline}>
              <header><h2>{text.timeline}</h2><Link className="source" to="/calendar" search={{ view: 'day' }}>{text.openDay}</Link></header>
              {events.isError && !events.data ? <Trouble error={events.error} retry={() => void events.refetch()} /> : <Timeline day={day} events={events.data} />}
            </section>
            <Reminders />
            <Notes q={notes} onQuery={q => void navigate({ search: old => ({ ...old, notes: q || undefined }), replace: true })} />
          </div>
        </div>
      </div>
    </Page>
  );
}
