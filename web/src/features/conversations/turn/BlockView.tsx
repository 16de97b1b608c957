import { Button, CopyButton, Group } from '@mantine/core';
import { IconClock, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { wish } from '@/features/approvals/quick';
import { calendarsQuery } from '@/features/calendar/api';
import { EventCard } from '@/features/calendar/EventCard';
import { MessageRow } from '@/features/mail/MessageRow';
import { Priorities } from '@/features/today/Priorities';
import { dayHeading, exact, range } from '@/lib/format';
import { useManner } from '@/lib/session';
import { useMinute } from '@/lib/clock';
import type { Block, Slot } from '@/lib/types';
import { dayOf, localText } from '@/lib/zone';
import { Source } from '@/ui/Source';
import { complain } from '@/ui/toast';
import { text } from '../text';
import classes from './Turn.module.css';

/** Results as the things that they are: messages, times, events, bullets with sources, a draft. */
export function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'messages':
      return (
        <div className={classes.block}>
          <div className={classes.blockHead}>{block.items.length === 0 ? text.noMessages : text.messagesFound(block.items.length, block.total)}</div>
          {block.items.map(m => <MessageRow key={m.id} message={m} />)}
        </div>
      );
    case 'slots':
      return <div className={classes.slots}>{block.items.map(slot => <SlotCard key={slot.start} slot={slot} />)}</div>;
    case 'events':
      return <div className={classes.slots}>{block.items.map(e => <EventCard key={e.event.id + e.start} instance={e} />)}</div>;
    case 'summary':
      return (
        <ul className={classes.bullets}>
          {block.bullets.map((b, i) => <li key={i}><span className="outside">{b.text}</span> <Source source={b.source} /></li>)}
        </ul>
      );
    case 'draft':
      return (
        <div className={classes.block}>
          <pre className={`${classes.draft} outside`} tabIndex={0}>{block.text}</pre>
          <Group p={8} gap={8}>
            <CopyButton value={block.text}>
              {({ copied, copy }) => <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} />} onClick={copy}>{copied ? text.copied : text.copy}</Button>}
            </CopyButton>
            {block.source && <Source source={block.source} />}
          </Group>
        </div>
      );
    case 'priorities':
      return <Priorities items={block.items} total={block.total} />;
    case 'proposals':
      return null;
  }
}

function SlotCard({ slot }: { slot: Slot }) {
  const manner = useManner();
  const now = useMinute();
  const { data: calendars } = useQuery(calendarsQuery);
  const calendar = calendars?.find(c => c.primary && !c.readOnly) ?? calendars?.find(c => !c.readOnly);
  const at = (instant: string) => ({ local: `${localText(Date.parse(instant), manner.zone)}:00`, zone: manner.zone });
  const book = () =>
    calendar &&
    void wish([{
      kind: 'calendar.create-event', accountId: calendar.accountId, why: text.bookWhy,
      payload: { calendarId: calendar.id, summary: text.heldTitle, start: at(slot.start), end: at(slot.end) },
    }]).catch(complain);

  return (
    <div className={classes.slot}>
      <strong title={exact(slot.start, manner)}>{dayHeading(slot.start, now, manner)}</strong>
      <span className={`${classes.slotTime} tabular`}><IconClock size={14} stroke={1.7} aria-hidden />{range(slot.start, slot.end, manner, false)}</span>
      {slot.reasons.length > 0 && <small>{slot.reasons.join(' · ')}</small>}
      <Group gap={6} mt={4}>
        <Button size="compact-xs" variant="light" disabled={!calendar} onClick={book}>{text.book}</Button>
        <Link className="source" to="/calendar" search={{ view: 'day', date: dayOf(Date.parse(slot.start), manner.zone) }}>{text.openCalendar}</Link>
      </Group>
    </div>
  );
}
