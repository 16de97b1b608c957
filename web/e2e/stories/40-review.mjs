import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'Changes of every kind are reviewed by keyboard alone: moved to, edited with validation, approved, rejected, confirmed by typing, lost to another window, held and stopped';

/** A promise that somebody else keeps. */
function later() {
  let resolve;
  return { promise: new Promise(done => (resolve = done)), resolve };
}

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  await ask(page, 'Remind me to water the plants tomorrow at 6pm');
  await ask(page, 'Take a note: the drill is with Ravi');
  await ask(page, 'Schedule lunch with Priya Raman on Thursday at 12:30');
  await page.goto('/approvals');
  const card = name => page.getByRole('article', { name });
  await card(/^Set reminder/).waitFor();
  await card(/^Keep note/).waitFor();
  await card(/^Create event/).waitFor();
  await noViolations(page, 'approvals of several kinds');

  // j until the reminder is chosen; the address says which one it is, so that it can be linked and reloaded.
  const reach = async wanted => {
    for (let i = 0; i < 60; i++) {
      if ((await page.locator('article[data-focused]').getAttribute('aria-label', { timeout: 300 }).catch(() => ''))?.startsWith(wanted)) return;
      await page.keyboard.press(i < 30 ? 'j' : 'k');
      await page.waitForTimeout(20);
    }
    assert.fail(`${wanted} is reached by the keys`);
  };
  await reach('Set reminder');
  assert.match(page.url(), /id=[0-9a-f-]{36}/);

  // Editing in place: what is wrong is said beside the field; what is right is shown as it would now happen.
  await page.keyboard.press('e');
  const title = card(/^Set reminder/).getByLabel('Title');
  await title.fill('');
  await page.keyboard.press('Control+Enter');
  await card(/^Set reminder/).getByText('This cannot be empty').waitFor();
  await noViolations(page, 'editing in place');
  await title.fill('Water all the plants');
  await page.keyboard.press('Control+Enter');
  await card('Set reminder: Water all the plants').waitFor();
  await page.locator('body').click({ position: { x: 700, y: 4 } });
  await reach('Set reminder');
  await page.keyboard.press('y');
  await card(/^Set reminder/).waitFor({ state: 'detached' });

  // Marking several, and one decision for all of them.
  await reach('Keep note');
  await page.keyboard.press('x');
  await page.getByText('1 marked').waitFor();
  await page.keyboard.press('n');
  await card(/^Keep note/).waitFor({ state: 'detached' });

  // Another window decides while this one's click is on its way: it says so and changes nothing. The click is held here until the other decision stands.
  const other = await ctx.open();
  await other.page.goto('/approvals');
  const there = other.page.getByRole('article', { name: /^Create event/ });
  await there.waitFor();
  const clicked = later(), decided = later();
  await page.route('**/api/v1/approvals/*/approve', async route => {
    clicked.resolve();
    await decided.promise;
    await route.continue();
  });
  await card(/^Create event/).getByRole('button', { name: 'Approve' }).click();
  await clicked.promise;
  await there.getByRole('button', { name: 'Reject' }).click();
  await there.waitFor({ state: 'detached' });
  decided.resolve();
  await page.getByText(/Already decided by you, in another window or on another device, .*: rejected\. Your click changed nothing\./).first().waitFor();
  await page.unroute('**/api/v1/approvals/*/approve');
  await other.context.close();

  // High risk: an address that imitates a known one. It is shown whole once more, and a word is typed.
  const { items: accounts } = await api(page, 'GET', '/accounts');
  const work = accounts.find(a => a.address.endsWith('northwind.example'));
  const stranger = await ctx.open({ storageState: undefined });
  await stranger.page.goto('/sign-in?mode=register');
  await stranger.page.getByLabel('Your name').fill('Somebody Else');
  await stranger.page.getByLabel('E-mail').fill('somebody@example.org');
  await stranger.page.locator('input[type=password]').fill('a sentence is a good password');
  await stranger.page.getByRole('button', { name: 'Create an account' }).click();
  await stranger.page.waitForURL(/today|chat/);
  await api(stranger.page, 'POST', '/accounts', { address: 'alex@stevvard.local', displayName: 'Somebody', label: 'other' });
  await stranger.context.close();
  const mail = { kind: 'mail.send', accountId: work.id, payload: { to: [{ email: 'alex@stevvard.local' }], subject: 'The contract', text: 'Here it is.' }, why: 'A story of the tests.' };
  await api(page, 'POST', '/actions', { ...mail, idempotencyKey: crypto.randomUUID() });
  await page.reload();
  const send = card(/^Send mail/);
  await send.getByText('High risk').waitFor();
  await send.getByRole('button', { name: 'Approve…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/came out of outside text|looks like it/).first().waitFor();
  await noViolations(page, 'the second confirmation');
  assert.ok(await dialog.getByRole('button', { name: 'Approve and do it' }).isDisabled(), 'nothing happens before the word is typed');
  await dialog.getByRole('textbox').fill('approve');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  // Held: it has not left, and can be stopped.
  await page.goto('/activity?state=approved');
  const held = page.getByRole('listitem').filter({ hasText: 'The contract' });
  await held.getByRole('button', { name: 'Send now' }).waitFor();
  await noViolations(page, 'a mail that is held');
  await Promise.all([page.waitForResponse(r => r.request().method() === 'POST' && r.ok()), held.getByRole('button', { name: 'Do not send' }).click()]);
  await page.goto('/activity');
  await page.getByRole('listitem').filter({ hasText: 'The contract' }).getByText('Cancelled').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Water all the plants' }).getByText('Done', { exact: true }).waitFor();
  noComplaints(complaints.filter(c => !/409 \(Conflict\)/.test(c)), 'the review');
}
