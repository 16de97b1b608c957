import assert from 'node:assert/strict';
import { noComplaints } from '../expect.mjs';

export const story = 'A new owner opens the link, asks for old promotions to be archived, unticks two, approves, and undoes it';

export async function run(ctx) {
  const { page, context, complaints } = await ctx.open();
  await page.goto(ctx.link);
  await page.waitForURL('**/chat');
  assert.ok(!page.url().includes('ticket'), 'the ticket is gone from the address');
  ctx.session.storageState = await context.storageState();

  const composer = page.getByRole('textbox', { name: /Ask Steward/ });
  await composer.fill('Archive all promotional emails older than 30 days');
  await composer.press('Enter');
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}/);

  // The plan says how it read the request, and its steps run.
  const turn = page.getByRole('article', { name: 'Archive all promotional emails older than 30 days' });
  await turn.getByRole('region', { name: 'Plan' }).waitFor();
  await turn.getByRole('list', { name: 'How I read it' }).getByText('older than 30 days').waitFor();

  // Every message that would change is there with its before and after.
  const batch = turn.getByRole('region', { name: /^Archive \d+ messages$/ });
  await batch.waitFor();
  const items = batch.getByRole('listitem').filter({ has: page.getByRole('checkbox') });
  const total = await items.count();
  assert.ok(total > 3, `more than three promotions are proposed, not ${total}`);
  await batch.getByText(`${total} of ${total} selected`).waitFor();
  for (const item of await items.all()) assert.match(await item.textContent(), /removed: .*Inbox/, 'each item shows the label that goes');

  // The same waits in the panel, on every page.
  await page.getByRole('button', { name: `Approvals, ${total} waiting` }).waitFor();

  const subjects = await items.evaluateAll(list => list.slice(0, 2).map(li => li.querySelector('input').getAttribute('aria-label')));
  for (const subject of subjects) await batch.getByRole('checkbox', { name: subject, exact: true }).uncheck();
  await batch.getByText(`${total - 2} of ${total} selected`).waitFor();
  await batch.getByRole('button', { name: `Approve ${total - 2} selected` }).click();

  await batch.getByText(`${total - 2} done · 2 rejected`).waitFor();
  await page.getByRole('button', { name: 'Approvals', exact: true }).waitFor();
  await turn.getByRole('button', { name: 'Ask again', exact: true }).waitFor();

  // What was done stands in Activity, and the two that were unticked are still in the inbox.
  await batch.getByRole('button', { name: new RegExp(`^Undo all ${total - 2}`) }).click();
  await batch.getByText(`${total - 2} undone · 2 rejected`).waitFor();

  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();
  const undone = page.getByRole('listitem').getByText('Undone', { exact: true });
  await undone.nth(total - 3).waitFor({ state: 'attached' });
  assert.equal(await undone.count(), total - 2, 'each undone change stands in the activity once');
  noComplaints(complaints, 'the first use');
}
