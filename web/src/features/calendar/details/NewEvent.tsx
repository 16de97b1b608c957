import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { wish } from '@/features/approvals/quick';
import { useManner } from '@/lib/session';
import type { CalendarInfo } from '@/lib/types';
import { localText } from '@/lib/zone';
import { complain } from '@/ui/toast';
import { text } from '../text';

interface Props {
  start: number;
  end: number;
  calendars: readonly CalendarInfo[];
  onClose: () => void;
}

/** An event in the making. Saving proposes it: it stands in the calendar once that is approved. */
export function NewEvent({ start: from, end: to, calendars, onClose }: Props) {
  const manner = useManner();
  const writable = calendars.filter(c => !c.readOnly);
  const [summary, setSummary] = useState('');
  const [location, setLocation] = useState('');
  const [start, setStart] = useState(localText(from, manner.zone));
  const [end, setEnd] = useState(localText(to, manner.zone));
  const [calendarId, setCalendarId] = useState(writable.find(c => c.primary)?.id ?? writable[0]?.id ?? null);
  const wrong = end <= start;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    const calendar = writable.find(c => c.id === calendarId);
    if (!calendar || wrong) return;
    onClose();
    void wish([{
      kind: 'calendar.create-event', accountId: calendar.accountId, why: text.createWhy,
      payload: { calendarId: calendar.id, summary: summary.trim(), ...(location.trim() ? { location: location.trim() } : {}), start: { local: `${start}:00`, zone: manner.zone }, end: { local: `${end}:00`, zone: manner.zone } },
    }]).catch(complain);
  };
  return (
    <Modal opened onClose={onClose} title={text.newEvent} closeButtonProps={{ 'aria-label': text.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={text.newTitle} required value={summary} onChange={e => setSummary(e.currentTarget.value)} data-autofocus />
          <Group grow align="start">
            <TextInput type="datetime-local" label={text.start} required value={start} onChange={e => setStart(e.currentTarget.value)} />
            <TextInput type="datetime-local" label={text.end} required value={end} onChange={e => setEnd(e.currentTarget.value)} error={wrong ? text.order : undefined} />
          </Group>
          <TextInput label={text.place} value={location} onChange={e => setLocation(e.currentTarget.value)} />
          <Select label={text.calendar} value={calendarId} onChange={setCalendarId} data={writable.map(c => ({ value: c.id, label: c.name }))} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{text.cancel}</Button>
            <Button type="submit">{text.propose}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
