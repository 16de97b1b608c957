import assert from 'node:assert/strict';
import fs from 'node:fs';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api } from '../steps.mjs';

export const story = 'What happened is filtered by state and kind, opened with its difference, searched in the audit log and exported';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  await page.goto('/activity');
  const { items } = await api(page, 'GET', '/mail/messages?q=in:anywhere -is:starred&limit=2');
  const propose = (kind, m) => api(page, 'POST', '/actions', { kind, accountId: m.accountId, payload: { messageId: m.id }, why: 'A story of the tests.', idempotencyKey: crypto.randomUUID() });
  const starred = await propose('mail.star', items[0]);
  await api(page, 'POST', `/approvals/${starred.id}/approve`, { hash: starred.hash });
  const refused = await propose('mail.trash', items[1]);
  await api(page, 'POST', `/approvals/${refused.id}/reject`, { reason: 'Not this one.' });

  const rows = page.getByRole('main').getByRole('listitem');
  await page.getByRole('combobox', { name: 'State' }).click();
  await page.getByRole('option', { name: 'Rejected', exact: true }).click();
  await page.waitForURL(/state=rejected/);
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: /trash/i }).waitFor();
  for (const kind of await page.getByRole('option').allTextContents()) assert.doesNotMatch(kind, /^[a-z-]+\.[a-z-]+$/, 'every kind of change has a name');
  await page.getByRole('option', { name: /trash/i }).click();
  await page.waitForURL(/kind=mail\.trash/);
  await rows.first().waitFor();
  for (const row of await rows.all()) assert.match(await row.textContent(), /Rejected/);
  await page.reload();
  await rows.first().waitFor();
  await rows.first().getByRole('button', { name: /^Details/ }).click();
  await rows.first().getByText('Not this one.').waitFor();
  await rows.first().getByText(/removed|added/).first().waitFor({ state: 'attached' });
  await noViolations(page, 'an opened change');

  // Filters that nothing matches say so, and lead back.
  await page.goto('/activity?state=unknown');
  await page.getByText('Nothing matches these filters').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.waitForURL(url => url.search === '');
  await rows.first().waitFor();

  await page.getByText('Audit log', { exact: true }).click();
  await page.waitForURL(/tab=audit/);
  await page.getByRole('searchbox').or(page.getByLabel('Search the log')).first().fill('Not this one');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export as CSV' }).click()]);
  const csv = fs.readFileSync(await download.path(), 'utf8');
  assert.match(csv.split('\n')[0], /at|when/i, 'the columns are named');
  assert.ok(csv.includes(starred.id) && csv.includes(refused.id), 'both decisions are in the export');
  noComplaints(complaints, 'the activity');
}
