import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { range, type Manner } from '@/lib/format';
import { useManner } from '@/lib/session';
import type { FieldChange, Proposal } from '@/lib/types';
import { dayOf } from '@/lib/zone';
import { text } from '../text';
import classes from './Body.module.css';
import { Change } from './Change';
import { parseTime, type Moment } from './readTime';
import { Recipients } from './Recipients';

/** A zone that a person would want to be told. UTC is how calendars store times, not where somebody is. */
const foreign = (zone: string | null, own: string) => !!zone && zone !== own && zone !== 'UTC';

const titles = new Set(['summary', 'title']);

/** An event as a leaf of the calendar: the day and the hours as they are and as they would be, then every other field, before and after. */
export function EventBody({ proposal }: { proposal: Proposal }) {
  const manner = useManner();
  const { changes, recipients, target } = proposal.preview;
  const of = (field: string) => changes.find(c => c.field === field);
  const [start, end] = [of('start'), of('end')];
  const before = span(start?.before, end?.before, manner);
  const after = span(start?.after, end?.after, manner);
  if (!before && !after) return <Plain changes={changes} proposal={proposal} />;

  const same = !!before && !!after && before.label === after.label && before.start.at === after.start.at;
  const name = changes.find(c => titles.has(c.field));
  const shown = after ?? before!;
  // Times in a zone of their own, or without an end that can be read, are also said in words.
  const inWords = foreign(shown.start.zone, manner.zone) || [before, after].some(s => s?.overnight);
  const worded = (c: FieldChange) => (c.field === 'start' || c.field === 'end') && !inWords;
  const named = name && !(name.before && name.after && name.before !== name.after);
  const others = changes.filter(c => !worded(c) && !(c.field === 'attendees' && !c.before && recipients.length > 0) && !(named && c === name));
  return (
    <div className={classes.root}>
      <div className={classes.event}>
        {before && !same && <Leaf span={before} manner={manner} kind="gone" />}
        {before && after && !same && <span aria-hidden className={classes.arrow}>→</span>}
        {after && <Leaf span={after} manner={manner} kind={same ? 'same' : 'come'} />}
        <div className={classes.eventWords}>
          <strong className="outside">{(named && (name.after ?? name.before)) || target.label}</strong>
          <Link to="/calendar" search={{ view: 'day', date: shown.start.allDay ? new Date(shown.start.at).toISOString().slice(0, 10) : dayOf(shown.start.at, manner.zone) }} className={classes.look}>{text.seeDay}</Link>
        </div>
      </div>
      {others.length > 0 && <dl className={classes.fields}>{others.map(c => <Change key={c.field} change={c} />)}</dl>}
      <Recipients recipients={recipients} />
    </div>
  );
}

const Plain = ({ changes, proposal }: { changes: readonly FieldChange[]; proposal: Proposal }) => (
  <div className={classes.root}>
    <dl className={classes.fields}>{changes.map(c => <Change key={c.field} change={c} />)}</dl>
    <Recipients recipients={proposal.preview.recipients} />
  </div>
);

interface Span {
  start: Moment;
  label: string;
  /** It ends on another day than it begins, which hours alone do not say. */
  overnight: boolean;
}

function span(start: string | null | undefined, end: string | null | undefined, manner: Manner): Span | null {
  const from = start ? parseTime(start, manner) : null;
  if (!from) return null;
  const to = end ? parseTime(end, manner) : null;
  if (from.allDay) return { start: from, label: to && to.at > from.at ? text.allDayTo(new Intl.DateTimeFormat(manner.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(to.at)) : text.allDay, overnight: false };
  return { start: from, overnight: !!to && dayOf(to.at, manner.zone) !== dayOf(from.at, manner.zone), label: range(new Date(from.at).toISOString(), new Date(to?.at ?? from.at).toISOString(), manner, false) };
}

function Leaf({ span: s, manner, kind }: { span: Span; manner: Manner; kind: 'gone' | 'come' | 'same' }) {
  const zone = s.start.allDay ? 'UTC' : manner.zone;
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(manner.locale, { ...options, timeZone: zone }).format(s.start.at);
  const Tag = kind === 'gone' ? 'del' : kind === 'come' ? 'ins' : 'span';
  return (
    <Tag className={classes.leaf} data-kind={kind}>
      {kind !== 'same' && <VisuallyHidden>{kind === 'gone' ? text.before : text.after}: </VisuallyHidden>}
      <span className={classes.leafDay}><small>{part({ weekday: 'short' })}</small><b>{part({ day: 'numeric' })}</b><small>{part({ month: 'short' })}</small></span>
      <span className={`${classes.leafTime} tabular`}>{s.label}</span>
    </Tag>
  );
}
