import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api } from '../steps.mjs';

export const story = 'Mail is read in a frame that loads nothing from elsewhere, answered as a draft, labelled, snoozed, selected in bulk and searched, with the keys of Gmail';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  const elsewhere = [];
  page.on('request', r => !r.url().startsWith(ctx.url) && !r.url().startsWith('data:') && elsewhere.push(r.url()));
  await page.goto('/inbox');
  const rows = page.getByRole('region', { name: 'Inbox' }).getByRole('listitem');
  await rows.first().waitFor();
  await page.keyboard.press('j');
  await page.waitForURL(/thread=/);
  const opened = page.url();
  await page.reload();
  assert.equal(page.url(), opened, 'the open thread stands in the address');
  await page.locator('article').first().waitFor();

  // An answer, kept as a draft: proposed, shown, approved.
  await page.keyboard.press('r');
  const form = page.getByRole('form', { name: 'Reply' });
  await form.getByLabel('Your answer').fill('Yes, gladly.');
  await noViolations(page, 'an answer in the making');
  await form.getByRole('button', { name: 'Keep as draft' }).click();
  const bar = page.getByRole('region', { name: 'Ready for your approval' });
  await bar.getByText('Yes, gladly.').waitFor();
  await bar.getByRole('button', { name: /^Approve/ }).click();
  await bar.waitFor({ state: 'detached' });
  await page.getByText('Yes, gladly.').first().waitFor();

  // Two threads at once: x marks, and the bar proposes one change for each message.
  await page.goto('/inbox?q=in:inbox category:promotions');
  await rows.first().waitFor();
  for (const i of [0, 1]) {
    await rows.nth(i).hover();
    await rows.nth(i).getByRole('checkbox').check();
  }
  await page.getByText('2 selected').waitFor();
  await page.getByRole('button', { name: 'Snooze' }).first().click();
  await page.getByRole('menuitem', { name: /Next Monday|Tomorrow/ }).last().click();
  await bar.getByText(/^Snooze \d+ messages$/).waitFor();
  await bar.getByRole('button', { name: /^Approve/ }).click();
  await page.waitForTimeout(300);

  // The frame: no script, no request elsewhere, and its policy says the same once more.
  await page.goto('/inbox?q=in:inbox category:promotions');
  await rows.first().waitFor();
  await page.keyboard.press('j');
  const frame = page.locator('iframe');
  await frame.waitFor();
  assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
  const { items } = await api(page, 'GET', '/mail/messages?q=category:promotions&limit=1');
  const policies = await page.evaluate(async id => Promise.all(['', '?remotePictures=true'].map(async q => (await fetch(`/api/v1/mail/messages/${id}/html${q}`)).headers.get('content-security-policy'))), items[0].id);
  assert.ok(/default-src 'none'/.test(policies[0]) && !/img-src[^;]*https:/.test(policies[0]), policies[0]);
  assert.match(policies[1], /img-src data: https:/);
  assert.doesNotMatch(policies[1], /script-src|http:/);

  // Search, with its help, and "ask Steward about this".
  await page.keyboard.press('/');
  await page.keyboard.type('from:sarah');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=from/);
  await rows.first().waitFor();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'Ask Steward about this' }).click();
  await page.waitForURL('**/chat**');
  assert.match(await page.getByRole('textbox', { name: /Ask Steward/ }).inputValue(), /^Summarize the emails about /);
  assert.deepEqual(elsewhere, [], 'nothing was asked of any other address');
  noComplaints(complaints, 'the inbox');
}
