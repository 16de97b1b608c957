import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { wish, type Wish } from '@/features/approvals/quick';
import { useManner } from '@/lib/session';
import type { CalendarInfo, EventInstance } from '@/lib/types';
import { localText, parseLocal, toInstant } from '@/lib/zone';
import { complain } from '@/ui/toast';
import { rescheduling } from '../grid/move';
import { text } from '../text';

interface Props {
  /** The event that is changed; a new one without it. */
  instance?: EventInstance;
  start: number;
  end: number;
  calendars: readonly CalendarInfo[];
  onClose: () => void;
}

/** An event in the making or in the changing. Saving proposes it: it stands in the calendar once that is approved. */
export function EventForm({ instance, start: from, end: to, calendars, onClose }: Props) {
  const manner = useManner();
  const old = instance?.event;
  const writable = calendars.filter(c => !c.readOnly);
  const [summary, setSummary] = useState(old?.summary ?? '');
  const [location, setLocation] = useState(old?.location ?? '');
  const [start, setStart] = useState(localText(from, manner.zone));
  const [end, setEnd] = useState(localText(to, manner.zone));
  const [calendarId, setCalendarId] = useState(writable.find(c => c.primary)?.id ?? writable[0]?.id ?? null);
  const at = (value: string) => toInstant(parseLocal(value)!, manner.zone);
  const wrong = end <= start;

  const made = (): Wish | null => {
    if (old && instance) {
      const change = rescheduling(instance, { start: at(start), end: at(end) }, manner.zone);
      const { start: newStart, end: newEnd, ...which } = change.payload;
      const times = at(start) !== from || at(end) !== to ? { start: newStart, end: newEnd } : {};
      const words = { ...(summary.trim() !== old.summary ? { summary: summary.trim() } : {}), ...(location.trim() !== (old.location ?? '') ? { location: location.trim() } : {}) };
      return Object.keys(times).length + Object.keys(words).length === 0 ? null : { ...change, why: text.editWhy, payload: { ...which, ...words, ...times } };
    }
    const calendar = writable.find(c => c.id === calendarId);
    return calendar ? {
      kind: 'calendar.create-event', accountId: calendar.accountId, why: text.createWhy,
      payload: { calendarId: calendar.id, summary: summary.trim(), ...(location.trim() ? { location: location.trim() } : {}), start: { local: `${start}:00`, zone: manner.zone }, end: { local: `${end}:00`, zone: manner.zone } },
    } : null;
  };
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (wrong) return;
    const change = made();
    onClose();
    if (change) void wish([change]).catch(complain);
  };
  return (
    <Modal opened onClose={onClose} title={old ? text.editEvent : text.newEvent} closeButtonProps={{ 'aria-label': text.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={text.newTitle} required value={summary} onChange={e => setSummary(e.currentTarget.value)} data-autofocus />
          <Group grow align="start">
            <TextInput type="datetime-local" label={text.start} required value={start} onChange={e => setStart(e.currentTarget.value)} />
            <TextInput type="datetime-local" label={text.end} required value={end} onChange={e => setEnd(e.currentTarget.value)} error={wrong ? text.order : undefined} />
          </Group>
          {old?.recurrence && <Text size="xs" c="dimmed">{text.whole}</Text>}
          <TextInput label={text.place} value={location} onChange={e => setLocation(e.currentTarget.value)} />
          {!old && <Select label={text.calendar} value={calendarId} onChange={setCalendarId} data={writable.map(c => ({ value: c.id, label: c.name }))} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{text.cancel}</Button>
            <Button type="submit">{text.propose}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
