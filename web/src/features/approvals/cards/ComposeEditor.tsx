import { Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MailAddress } from '@/lib/types';
import { text } from '../text';
import { readAddresses, writeAddresses } from './addresses';
import { EditorFrame } from './EditorFrame';
import type { EditorProps } from './registry';

interface Payload {
  to: MailAddress[];
  cc?: MailAddress[];
  bcc?: MailAddress[];
  subject: string;
  text: string;
  typedByPerson?: string[];
}

/** Changes a mail before it is approved. Addresses that are new here were typed by the person, and are said to be. */
export function ComposeEditor({ proposal, onSave, ...frame }: EditorProps) {
  const old = proposal.payload as unknown as Payload;
  const [to, setTo] = useState(writeAddresses(old.to));
  const [cc, setCc] = useState(writeAddresses(old.cc));
  const [bcc, setBcc] = useState(writeAddresses(old.bcc));
  const [subject, setSubject] = useState(old.subject);
  const [body, setBody] = useState(old.text);
  const [tried, setTried] = useState(false);

  const read = { to: readAddresses(to), cc: readAddresses(cc), bcc: readAddresses(bcc) };
  const problem = (field: keyof typeof read) =>
    !tried ? undefined : read[field].wrong !== null ? `${text.editor.badAddress}: ${read[field].wrong}` : field === 'to' && read.to.addresses.length === 0 ? text.editor.needTo : undefined;

  const submit = () => {
    setTried(true);
    if (Object.values(read).some(r => r.wrong !== null) || read.to.addresses.length === 0) return;
    const before = new Set([...old.to, ...(old.cc ?? []), ...(old.bcc ?? [])].map(a => a.email));
    const typed = [...read.to.addresses, ...read.cc.addresses, ...read.bcc.addresses].map(a => a.email).filter(email => !before.has(email));
    onSave({
      ...proposal.payload, to: read.to.addresses, cc: read.cc.addresses, bcc: read.bcc.addresses, subject, text: body,
      typedByPerson: [...new Set([...(old.typedByPerson ?? []), ...typed])],
    });
  };

  return (
    <EditorFrame {...frame} onSubmit={submit}>
      <TextInput label={text.editor.to} value={to} onChange={e => setTo(e.currentTarget.value)} error={problem('to')} data-autofocus autoFocus />
      <Group grow gap="xs" align="start">
        <TextInput label={text.editor.cc} value={cc} onChange={e => setCc(e.currentTarget.value)} error={problem('cc')} />
        <TextInput label={text.editor.bcc} value={bcc} onChange={e => setBcc(e.currentTarget.value)} error={problem('bcc')} />
      </Group>
      <TextInput label={text.editor.subject} value={subject} onChange={e => setSubject(e.currentTarget.value)} />
      <Textarea label={text.editor.body} value={body} onChange={e => setBody(e.currentTarget.value)} autosize minRows={6} maxRows={18} />
    </EditorFrame>
  );
}
