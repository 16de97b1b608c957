import type { Wish } from '@/features/approvals/quick';
import type { Message, MailThread } from '@/lib/types';
import { text } from './text';

export type MailVerb = 'archive' | 'trash' | 'restore' | 'star' | 'unstar' | 'mark-read' | 'mark-unread';

const has = (m: Message, label: string) => m.summary.labels.includes(label);

/** Which of a thread's messages a verb would change: those already so are left alone. Stars and "unread" go to the last message, as people expect. */
export function changedBy(verb: MailVerb, messages: readonly Message[]): Message[] {
  const last = messages.slice(-1);
  switch (verb) {
    case 'archive': return messages.filter(m => has(m, 'INBOX'));
    case 'trash': return messages.filter(m => !has(m, 'TRASH'));
    case 'restore': return messages.filter(m => has(m, 'TRASH'));
    case 'mark-read': return messages.filter(m => has(m, 'UNREAD'));
    case 'mark-unread': return last.filter(m => !has(m, 'UNREAD'));
    case 'star': return last.filter(m => !has(m, 'STARRED'));
    case 'unstar': return messages.filter(m => has(m, 'STARRED'));
  }
}

/** A choice made for the threads: the label, or until when they rest. Labels go to every message, snoozing to those in the inbox. */
export const wishesWith = (choice: { label: string } | { until: string }, threads: readonly MailThread[]): Wish[] =>
  threads.flatMap(t => ('label' in choice ? t.messages.filter(m => !has(m, choice.label)) : t.messages.filter(m => has(m, 'INBOX'))).map(m => ({
    kind: 'label' in choice ? 'mail.label' : 'mail.snooze', accountId: m.summary.accountId, why: text.why,
    payload: 'label' in choice ? { messageId: m.summary.id, add: [choice.label], remove: [] } : { messageId: m.summary.id, until: choice.until },
  })));

export const wishesFor = (verb: MailVerb, threads: readonly MailThread[]): Wish[] =>
  threads.flatMap(t => changedBy(verb, t.messages).map(m => ({ kind: `mail.${verb}`, accountId: m.summary.accountId, payload: { messageId: m.summary.id }, why: text.why })));
