import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { wish } from '@/features/approvals/quick';
import { nameOf } from '@/lib/format';
import type { MailAddress, Message } from '@/lib/types';
import { complain } from '@/ui/toast';
import { text } from '../text';
import classes from './Reader.module.css';

interface Props {
  message: Message;
  /** The person's own addresses: they are never answered to. */
  own: readonly string[];
  all: boolean;
  onClose: () => void;
}

/** Whom an answer goes to: the reply-to address or the sender; with "all" everybody else who got it, as copies. */
export function recipientsOf(m: Message, own: readonly string[], all: boolean): { to: MailAddress[]; cc: MailAddress[] } {
  const mine = new Set(own.map(a => a.toLowerCase()));
  const seen = new Set<string>();
  const fresh = (list: readonly MailAddress[]) => list.filter(a => !mine.has(a.email.toLowerCase()) && !seen.has(a.email.toLowerCase()) && seen.add(a.email.toLowerCase()));
  const sentByMe = mine.has(m.summary.from.email.toLowerCase());
  const to = fresh(sentByMe ? m.summary.to : m.replyTo.length > 0 ? m.replyTo : [m.summary.from]);
  return { to, cc: all ? fresh([...m.summary.to, ...m.cc]) : [] };
}

/** Writes an answer. It is proposed like every change; approved, it is held for the undo window before it leaves. */
export function ReplyForm({ message: m, own, all, onClose }: Props) {
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const { to, cc } = recipientsOf(m, own, all);
  const propose = (kind: 'mail.reply' | 'mail.create-draft') => {
    if (words.trim() === '' || to.length === 0) return;
    setBusy(true);
    const subject = /^\s*re:/i.test(m.summary.subject) ? m.summary.subject : `Re: ${m.summary.subject}`;
    wish([{ kind, accountId: m.summary.accountId, why: text.replyWhy, payload: { to, cc, subject, text: words, inReplyToMessageId: m.summary.id } }]).then(onClose, error => {
      setBusy(false);
      complain(error);
    });
  };
  return (
    <form
      className={classes.reply} aria-label={text.reply}
      onSubmit={e => {
        e.preventDefault();
        propose('mail.reply');
      }}
      onKeyDown={e => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) propose('mail.reply');
        if (e.key === 'Escape' && words === '') onClose();
      }}
    >
      <p className={`${classes.to} outside`}>{text.to}: {to.map(nameOf).join(', ')}{cc.length > 0 && <> · {text.cc}: {cc.map(nameOf).join(', ')}</>}</p>
      <Textarea autosize minRows={4} maxRows={16} autoFocus value={words} onChange={e => setWords(e.currentTarget.value)} aria-label={text.replyText} placeholder={text.replyHint} />
      <Group gap="xs">
        <Button type="submit" loading={busy} disabled={words.trim() === ''}>{text.replyGo}</Button>
        <Button variant="default" disabled={busy || words.trim() === ''} onClick={() => propose('mail.create-draft')}>{text.replyDraft}</Button>
        <Button variant="subtle" color="gray" onClick={onClose}>{text.cancel}</Button>
      </Group>
    </form>
  );
}
