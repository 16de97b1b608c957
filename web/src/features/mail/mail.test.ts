import { describe, expect, it } from 'vitest';
import { snoozeTimes } from './list/OrganiseMenus';
import { hasRemoteImages } from './reader/images';
import { recipientsOf } from './reader/ReplyForm';
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

describe('an answer', () => {
  const message = (more: object) => ({ summary: { from: { email: 'ann@x.org' }, to: [{ email: 'Me@x.org' }, { email: 'bob@x.org' }] }, cc: [{ email: 'carl@x.org' }, { email: 'ANN@x.org' }], replyTo: [], ...more }) as unknown as Message;
  const emails = (r: ReturnType<typeof recipientsOf>) => [r.to.map(a => a.email), r.cc.map(a => a.email)];
  it('goes to the sender, or where the sender wants it', () => {
    expect(emails(recipientsOf(message({}), ['me@x.org'], false))).toEqual([['ann@x.org'], []]);
    expect(emails(recipientsOf(message({ replyTo: [{ email: 'desk@x.org' }] }), ['me@x.org'], false))).toEqual([['desk@x.org'], []]);
  });
  it('goes to all others as copies, to nobody twice and never to oneself', () => expect(emails(recipientsOf(message({}), ['me@x.org'], true))).toEqual([['ann@x.org'], ['bob@x.org', 'carl@x.org']]));
  it('to what one wrote oneself goes to those whom it was sent to', () => expect(emails(recipientsOf(message({}), ['ann@x.org'], false))).toEqual([['Me@x.org', 'bob@x.org'], []]));
});

describe('snoozing', () => {
  const times = (now: string) => snoozeTimes(Date.parse(now), 'Europe/Berlin').map(t => `${t.name} ${new Date(t.at).toISOString().slice(0, 16)}`);
  it('offers only what lies ahead', () => {
    expect(times('2026-11-24T10:00:00Z')).toEqual(['evening 2026-11-24T17:00', 'tomorrow 2026-11-25T08:00', 'weekend 2026-11-28T08:00', 'nextWeek 2026-11-30T08:00']);
    expect(times('2026-11-24T18:00:00Z')[0]).toBe('tomorrow 2026-11-25T08:00');
  });
  it('names a time once: tomorrow is the weekend on a Friday, and Monday on a Sunday', () => {
    expect(times('2026-11-27T10:00:00Z').map(t => t.split(' ')[0])).toEqual(['evening', 'tomorrow', 'nextWeek']);
    expect(times('2026-11-29T20:00:00Z').map(t => t.split(' ')[0])).toEqual(['tomorrow']);
  });
});

it('knows pictures from elsewhere by their address', () => {
  expect(hasRemoteImages('<p><img alt=x src="https://t.example/p.gif"></p>')).toBe(true);
  expect(hasRemoteImages('<img src="cid:a"><a href="https://x.example">x</a>')).toBe(false);
  expect(hasRemoteImages(null)).toBe(false);
});
