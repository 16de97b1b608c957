import { Badge, Button, Group, Modal, Skeleton, Stack } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { wish } from '@/features/approvals/quick';
import { eventWhen, exact, range } from '@/lib/format';
import { splitLinks } from '@/lib/links';
import { useManner } from '@/lib/session';
import type { CalendarInfo, EventInstance } from '@/lib/types';
import { complain } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { eventQuery } from '../api';
import { text } from '../text';
import classes from './EventDetails.module.css';
import { recurrenceWords } from './recurrence';

interface Props {
  id: string;
  /** The happening that was clicked; absent when a link names the event only. */
  instance: EventInstance | undefined;
  calendars: readonly CalendarInfo[];
  onClose: () => void;
  onEdit: (instance: EventInstance) => void;
}

export function EventDetails({ id, instance, calendars, onClose, onEdit }: Props) {
  const manner = useManner();
  const fetched = useQuery({ ...eventQuery(id), enabled: !instance });
  const e = instance?.event ?? fetched.data;
  const calendar = calendars.find(c => c.id === e?.calendarId);
  const when = !e ? '' : e.start.date || !instance ? eventWhen(e.start, e.end, manner) : range(instance.start, instance.end, manner);
  const remove = () => {
    if (!e) return;
    onClose();
    void wish([{
      kind: 'calendar.delete-event', accountId: e.accountId, why: text.removeWhy, payload: { eventId: e.id, ...(e.recurrence && instance ? { originalStart: instance.originalStart } : {}) },
    }]).catch(complain);
  };

  return (
    <Modal opened onClose={onClose} title={<span className="outside">{e ? e.summary || text.untitled : ' '}</span>} closeButtonProps={{ 'aria-label': text.close }}>
      {fetched.isError && <Trouble error={new Error(text.gone)} />}
      {!e && !fetched.isError && <Stack gap={8} aria-busy><Skeleton h={14} w="60%" /><Skeleton h={14} w="40%" /></Stack>}
      {e && (
        <>
          <dl className={classes.fields}>
            <div><dt>{text.when}</dt><dd title={instance ? exact(instance.start, manner) : undefined}>{when}</dd></div>
            {e.recurrence && <div><dt>{text.repeats}</dt><dd>{recurrenceWords(e.recurrence)}</dd></div>}
            {e.location && <div><dt>{text.where}</dt><dd className="outside">{e.location}</dd></div>}
            {calendar && <div><dt>{text.calendar}</dt><dd><span className={classes.swatch} style={{ background: calendar.color }} />{calendar.name}</dd></div>}
            {e.attendees.length > 0 && (
              <div>
                <dt>{text.who}</dt>
                <dd>
                  <ul className={classes.people}>
                    {e.attendees.map(a => (
                      <li key={a.email} className="outside">
                        {a.name ? <>{a.name} <small>{a.email}</small></> : a.email}
                        <small data-response={a.response}>{[a.organizer && text.organizer, text.response[a.response ?? 'needsAction'], a.optional && text.optional].filter(Boolean).join(', ')}</small>
                      </li>
                    ))}
                  </ul>
                </dd>
              </div>
            )}
            {e.description && (
              <div>
                <dt>{text.about}</dt>
                <dd className={`${classes.about} outside`}>
                  {splitLinks(e.description).map((p, i) => (p.href ? <a key={i} className="link" href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a> : p.text))}
                </dd>
              </div>
            )}
          </dl>
          <Group mt="md" justify="space-between">
            <Group gap={6}>
              {e.status === 'tentative' && <Badge color="gray">{text.tentative}</Badge>}
              {e.transparency === 'transparent' && <Badge color="gray">{text.free}</Badge>}
            </Group>
            <Group gap={4}>
            {instance && !e.start.date && !calendar?.readOnly && <Button variant="default" size="xs" leftSection={<IconPencil size={15} stroke={1.7} />} onClick={() => onEdit(instance)}>{text.edit}</Button>}
            {!calendar?.readOnly && <Button variant="subtle" color="red" size="xs" leftSection={<IconTrash size={15} stroke={1.7} />} onClick={remove}>{text.remove}</Button>}
            </Group>
          </Group>
        </>
      )}
    </Modal>
  );
}
