import { Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EventTime } from '@/lib/types';
import { text } from '../text';
import { EditorFrame } from './EditorFrame';
import type { EditorProps } from './registry';

interface Payload {
  summary?: string | null;
  description?: string | null;
  location?: string | null;
  start?: EventTime | null;
  end?: EventTime | null;
}

const shown = (t: EventTime | null | undefined) => t?.date ?? t?.local?.slice(0, 16) ?? '';
const read = (value: string, old: EventTime): EventTime => (old.date ? { date: value } : { local: value.length === 16 ? `${value}:00` : value, ...(old.zone ? { zone: old.zone } : {}) });

/** Changes the words and times of an event before it is approved. Times stay in the zone in which they were proposed, which is named. */
export function EventEditor({ proposal, onSave, ...frame }: EditorProps) {
  const old = proposal.payload as unknown as Payload;
  const [summary, setSummary] = useState(old.summary ?? '');
  const [location, setLocation] = useState(old.location ?? '');
  const [description, setDescription] = useState(old.description ?? '');
  const [start, setStart] = useState(shown(old.start));
  const [end, setEnd] = useState(shown(old.end));
  const type = old.start?.date ? 'date' : 'datetime-local';
  const wrongOrder = !!old.start && !!old.end && end <= start;
  const nameless = proposal.kind === 'calendar.create-event' && summary.trim() === '';
  const [tried, setTried] = useState(false);
  const zone = old.start?.zone ? ` (${old.start.zone})` : '';

  const submit = () => {
    setTried(true);
    if (wrongOrder || nameless) return;
    // Fields that the payload did not name stay unnamed unless they were filled in: null means "leave as it is".
    const words = { summary, location, description };
    const filled = Object.fromEntries(Object.entries(words).filter(([name, value]) => value !== '' || old[name as keyof typeof words] != null));
    onSave({ ...proposal.payload, ...filled, ...(old.start ? { start: read(start, old.start) } : {}), ...(old.end ? { end: read(end, old.end) } : {}) });
  };

  return (
    <EditorFrame {...frame} onSubmit={submit}>
      <TextInput label={text.editor.summary} value={summary} onChange={e => setSummary(e.currentTarget.value)} autoFocus error={tried && nameless ? text.editor.needText : undefined} />
      {old.start && old.end && (
        <Group grow gap="xs" align="start">
          <TextInput type={type} label={text.editor.start + zone} value={start} onChange={e => setStart(e.currentTarget.value)} required />
          <TextInput type={type} label={text.editor.end} value={end} onChange={e => setEnd(e.currentTarget.value)} required error={wrongOrder ? text.editor.order : undefined} />
        </Group>
      )}
      <TextInput label={text.editor.location} value={location} onChange={e => setLocation(e.currentTarget.value)} />
      <Textarea label={text.editor.description} value={description} onChange={e => setDescription(e.currentTarget.value)} autosize minRows={2} maxRows={10} />
    </EditorFrame>
  );
}
