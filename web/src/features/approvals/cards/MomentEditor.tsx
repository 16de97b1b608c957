import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { clock } from '@/lib/clock';
import { useManner } from '@/lib/session';
import type { EventTime } from '@/lib/types';
import { localText, parseLocal, toInstant } from '@/lib/zone';
import { text } from '../text';
import { EditorFrame } from './EditorFrame';
import type { EditorProps } from './registry';

interface Payload {
  /** mail.snooze. */
  until?: string | null;
  /** follow-ups.wait. */
  due?: string | null;
  /** calendar.create-reminder. */
  at?: EventTime | null;
  summary?: string | null;
}

/** Changes when a snoozed mail comes back, until when an answer is waited for, or what a reminder says and when. A time that is over is refused here already. */
export function MomentEditor({ proposal, onSave, ...frame }: EditorProps) {
  const manner = useManner();
  const old = proposal.payload as Payload;
  const moment = old.due ? 'due' : 'until';
  const zone = old.at?.zone ?? manner.zone;
  const [when, setWhen] = useState(old.at?.local?.slice(0, 16) ?? (old[moment] ? localText(Date.parse(old[moment]), zone) : ''));
  const [summary, setSummary] = useState(old.summary ?? '');
  const [tried, setTried] = useState(false);
  const wall = parseLocal(when);
  const at = wall ? toInstant(wall, zone) : NaN;
  const wrong = !(at > clock.now()) ? text.editor.past : undefined;
  const nameless = old.at != null && summary.trim() === '' ? text.editor.needText : undefined;
  const submit = () => {
    setTried(true);
    if (wrong || nameless) return;
    onSave(old.at ? { ...proposal.payload, summary, at: { ...old.at, local: when.length === 16 ? `${when}:00` : when, zone } } : { ...proposal.payload, [moment]: new Date(at).toISOString() });
  };
  return (
    <EditorFrame {...frame} onSubmit={submit}>
      {old.at && <TextInput label={text.editor.summary} value={summary} onChange={e => setSummary(e.currentTarget.value)} autoFocus error={tried ? nameless : undefined} />}
      <TextInput type="datetime-local" label={`${text.editor.when} (${zone})`} value={when} onChange={e => setWhen(e.currentTarget.value)} error={tried ? wrong : undefined} />
    </EditorFrame>
  );
}
