import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api } from '../steps.mjs';

export const story = 'A standing permission is given with limits; within them Steward acts without asking, beyond them it asks; it stands in the log, is undone like anything else, and is ended';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  // What earlier stories left waiting is not what this one counts.
  await page.goto('/settings');
  const { items: left } = await api(page, 'GET', '/approvals/pending');
  for (let i = 0; i < left.length; i += 100) await api(page, 'POST', '/approvals/batch', { items: left.slice(i, i + 100).map(p => ({ id: p.id, decision: 'reject' })) });

  // Two stars a day, for a week. What reaches others or deletes is not among the choices.
  const card = page.getByRole('region', { name: 'Without asking' });
  await card.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Star', exact: true }).waitFor();
  for (const never of ['Send mail', 'Forward', 'Move to trash', 'Unsubscribe']) assert.equal(await page.getByRole('option', { name: never }).count(), 0, `${never} is always asked`);
  await page.getByRole('option', { name: 'Star', exact: true }).click();
  await card.getByRole('textbox', { name: 'At most a day' }).fill('2');
  await card.getByRole('combobox', { name: 'For' }).click();
  await page.getByRole('option', { name: '7 days' }).click();
  await card.getByRole('button', { name: 'Allow' }).click();
  const given = card.getByRole('listitem').filter({ hasText: 'Star' });
  await given.getByText('0 of 2 in the last 24 hours').waitFor();
  await noViolations(page, 'a standing permission');

  // The third of three waits for a decision; the other two are done at once and say why.
  const { accountId } = (await api(page, 'GET', '/permissions')).items[0];
  const unstarred = async () => (await api(page, 'GET', '/mail/messages?q=in:anywhere -is:starred&limit=100')).items.filter(m => m.accountId === accountId);
  const items = (await unstarred()).slice(0, 3);
  const star = m => api(page, 'POST', '/actions', { kind: 'mail.star', accountId: m.accountId, payload: { messageId: m.id }, why: 'A story of the tests.', idempotencyKey: crypto.randomUUID() });
  const made = [];
  for (const m of items) made.push(await star(m));
  assert.deepEqual(made.map(p => p.state), ['approved', 'approved', 'pending']);
  await page.goto('/approvals');
  await page.getByRole('article', { name: /^Star/ }).first().waitFor();
  assert.equal(await page.getByRole('article', { name: /^Star/ }).count(), 1, 'one is asked');

  await page.goto('/activity?kind=mail.star');
  const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: made[0].preview.title });
  await rows.first().getByRole('button', { name: /^Details/ }).click();
  await rows.first().getByText('without asking').waitFor();
  await noViolations(page, 'a change that was not asked');
  await rows.first().getByRole('button', { name: /^Undo/ }).click();
  await rows.first().getByText('Undone').first().waitFor();

  await page.goto('/activity?tab=audit');
  const log = page.getByRole('region', { name: 'Audit log' }).getByRole('row');
  await log.filter({ hasText: 'Standing permission given' }).filter({ hasText: 'You' }).first().waitFor();
  await log.filter({ hasText: 'Approved' }).filter({ hasText: 'permitted' }).first().waitFor();

  // Ended, it decides nothing more.
  await page.goto('/settings');
  await given.getByText('2 of 2 in the last 24 hours').waitFor();
  await given.getByRole('button', { name: 'End: Star' }).click();
  await given.waitFor({ state: 'detached' });
  await page.goto('/activity?tab=audit');
  await log.filter({ hasText: 'Standing permission ended' }).first().waitFor();
  const after = await star((await unstarred()).find(m => !items.some(i => i.id === m.id)));
  assert.equal(after.state, 'pending');
  for (const p of [made[2], after]) await api(page, 'POST', `/approvals/${p.id}/reject`, {});
  noComplaints(complaints, 'standing permissions');
}
