import { describe, expect, it } from 'vitest';
import type { MailThread, Message } from '@/lib/types';
import { viewOf } from './list/views';
import { foldQuotes } from './reader/quotes';
import { changedBy, wishesFor } from './wishes';

const message = (id: string, ...labels: string[]) => ({ summary: { id, accountId: 'a', labels } }) as Message;
const ids = (messages: Message[]) => messages.map(m => m.summary.id);

describe('what a click changes', () => {
  const thread = [message('1', 'INBOX', 'STARRED'), message('2', 'INBOX', 'UNREAD'), message('3', 'SENT')];
  it.each([
    ['archive', ['1', '2']], ['mark-read', ['2']], ['mark-unread', ['3']], ['star', ['3']], ['unstar', ['1']], ['trash', ['1', '2', '3']], ['restore', []],
  ] as const)('%s: %j', (verb, changed) => expect(ids(changedBy(verb, thread))).toEqual(changed));

  it('is proposed message by message, on each message’s own account', () => {
    const wishes = wishesFor('archive', [{ messages: thread } as MailThread]);
    expect(wishes.map(w => [w.kind, w.accountId, w.payload])).toEqual([['mail.archive', 'a', { messageId: '1' }], ['mail.archive', 'a', { messageId: '2' }]]);
  });
});

describe('quoted replies', () => {
  it('are folded with the line that introduces them', () => {
    const parts = foldQuotes('Yes, fine.\n\nOn Monday Anna wrote:\n> Are you free?\n> I am.\n> Anna\nBye');
    expect(parts.map(q => q.quoted)).toEqual([false, true, false]);
    expect(parts[1]!.text).toContain('Anna wrote:');
  });
  it('of one or two lines stay in sight', () => {
    expect(foldQuotes('> short\nAnswer').every(q => !q.quoted)).toBe(true);
  });
  it('lose not a character', () => {
    for (const text of ['', 'a', '> a\n> b\n> c\n> d', 'x\n\n> a\n> b\n> c\n\ny\n', '\n\n\n'])
      expect(foldQuotes(text).map(q => q.text).join('')).toBe(text);
  });
});

it('knows which searches are views', () => {
  expect(viewOf('')).toBe('in:inbox');
  expect(viewOf('in:sent')).toBe('in:sent');
  expect(viewOf('label:"Travel"')).toBe('label:"Travel"');
  expect(viewOf('label:"Travel" from:anna')).toBeNull();
  expect(viewOf('from:anna')).toBeNull();
});
