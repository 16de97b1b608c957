import { IconMapPin, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { eventWhen, exact } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { EventInstance } from '@/lib/types';
import { dayOf } from '@/lib/zone';
import { calendarsQuery } from './api';
import classes from './EventCard.module.css';
import { text } from './text';

/** An event as one card, leading to its place in the calendar. */
export function EventCard({ instance }: { instance: EventInstance }) {
  const manner = useManner();
  const { data: calendars } = useQuery(calendarsQuery);
  const e = instance.event;
  const color = calendars?.find(c => c.id === e.calendarId)?.color;
  return (
    <Link to="/calendar" search={{ event: e.id, date: dayOf(Date.parse(instance.start), manner.zone) }} className={classes.root} style={color ? { borderLeftColor: color } : undefined}>
      <strong className="outside">{e.summary || text.untitled}</strong>
      <span title={exact(instance.start, manner)}>{e.start.date ? eventWhen(e.start, e.end, manner) : eventWhen({ local: instance.start.slice(0, 19), zone: 'UTC' }, { local: instance.end.slice(0, 19), zone: 'UTC' }, manner)}</span>
      {e.location && <small className="outside"><IconMapPin size={13} stroke={1.7} aria-hidden />{e.location}</small>}
      {e.attendees.length > 0 && <small><IconUsers size={13} stroke={1.7} aria-hidden />{text.invited(e.attendees.length)}</small>}
    </Link>
  );
}
