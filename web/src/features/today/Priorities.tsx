import { IconAlertTriangle, IconCalendarEvent, IconClock, IconHourglass, IconMail, IconMessageQuestion, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PriorityItem } from '@/lib/types';
import { dayHeading, exact, time } from '@/lib/format';
import { useManner } from '@/lib/session';
import { useMinute } from '@/lib/clock';
import { Source } from '@/ui/Source';
import classes from './Priorities.module.css';
import { text } from './text';

const icons = { due: IconClock, waiting: IconMessageQuestion, promised: IconSparkles, awaited: IconHourglass, unread: IconMail, urgent: IconAlertTriangle, event: IconCalendarEvent } as const;

/** What needs the person, most pressing first: what it is, when it is due, why it is here, and where it comes from. */
export function Priorities({ items, total, acts }: { items: readonly PriorityItem[]; total: number; acts?: (item: PriorityItem) => ReactNode }) {
  if (items.length === 0) return null;
  return (
    <div className={classes.block}>
      <div className={classes.blockHead}>{total > items.length ? text.firstOf(items.length, total) : text.priorityOrder}</div>
      <ol className={classes.priorities}>{items.map((item, i) => <Row key={i} item={item} acts={acts?.(item)} />)}</ol>
    </div>
  );
}

function Row({ item, acts }: { item: PriorityItem; acts?: ReactNode }) {
  const manner = useManner();
  const now = useMinute();
  const Icon = icons[item.kind as keyof typeof icons] ?? IconSparkles;
  const [first, ...others] = item.reasons;
  // A whole day ends at the first moment of the next one.
  const due = item.due ? new Date(Date.parse(item.due) - (item.dueAllDay ? 1 : 0)).toISOString() : null;
  return (
    <li className={classes.priority} data-kind={item.kind}>
      <span className={classes.icon}><Icon size={15} stroke={1.7} aria-hidden /></span>
      <div className={classes.priorityMain}>
        <div className={classes.priorityHead}>
          <strong className="outside">{item.title}</strong>
          {item.who && <span className={`${classes.priorityWho} outside`}>{item.who}</span>}
          {due && <span className={`${classes.priorityDue} tabular`} title={exact(due, manner)}>{dayHeading(due, now, manner)}{item.dueAllDay ? '' : `, ${time(due, manner)}`}</span>}
        </div>
        <div className={classes.priorityWhy}><span>{first}</span>{others.map(r => <span key={r}>{r}</span>)}</div>
        {item.quote && <blockquote className={`${classes.priorityQuote} outside`}>{item.quote}</blockquote>}
        <div className={classes.acts}>
          <Source source={item.source} label={item.source.type === 'event' ? text.openEvent : text.openMail} />
          {acts}
        </div>
      </div>
    </li>
  );
}
