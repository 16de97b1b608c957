import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { noComplaints } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'An owner adds an account, imports real mail and calendars, sees what could not be read, and imports again without doubles';

// The real files lie beside the checkout; a small mailbox of our own stands in where they do not.
const shared = path.resolve(import.meta.dirname, '../../../../shared/data');
const sample = [
  'From anna@example.com Fri Nov 20 09:00:00 2026', 'From: Anna Lee <anna@example.com>', 'To: me@import.test', 'Subject: Lunch on Friday', 'Message-ID: <lunch-1@example.com>', 'Date: Fri, 20 Nov 2026 09:00:00 +0000', '',
  'Shall we have lunch on Friday?', '', '',
].join('\n');
const ics = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//story//EN', 'BEGIN:VEVENT', 'UID:story-1@example.com', 'DTSTAMP:20261120T090000Z', 'DTSTART:20261124T130000Z', 'DTEND:20261124T140000Z', 'SUMMARY:Imported meeting', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Add a local account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('me@import.test');
  await dialog.getByLabel('Name').fill('Imported');
  await dialog.getByRole('button', { name: 'Add account' }).click();
  await page.getByText('me@import.test · Local account').waitFor();

  await page.getByRole('combobox', { name: 'Into' }).click();
  await page.getByRole('option', { name: 'me@import.test' }).click();
  const mbox = path.join(shared, 'real-mail/ham.mbox');
  const real = fs.existsSync(mbox);
  const mail = real ? mbox : { name: 'sample.mbox', mimeType: 'application/mbox', buffer: Buffer.from(sample) };
  const files = page.locator('input[type=file]');
  await files.setInputFiles(mail);
  const row = page.getByRole('listitem').filter({ hasText: real ? 'ham.mbox' : 'sample.mbox' }).first();
  await row.getByText('Done').waitFor({ timeout: 60_000 });
  const first = await row.textContent();
  const imported = Number(/([\d,]+) imported/.exec(first)[1].replace(',', ''));
  assert.ok(real ? imported >= 290 : imported === 1, `the messages are there: ${first}`);

  // The second time, everything is there already.
  await files.setInputFiles(mail);
  const again = page.getByRole('listitem').filter({ hasText: /0 imported/ }).filter({ hasText: /already there/ }).first();
  await again.waitFor({ timeout: 60_000 });

  await files.setInputFiles({ name: 'meeting.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) });
  await page.getByRole('listitem').filter({ hasText: 'meeting.ics' }).getByText('Done').waitFor({ timeout: 30_000 });
  await page.goto('/calendar?view=week&date=2026-11-24');
  await page.getByRole('button', { name: /Imported meeting/ }).first().waitFor();

  await page.goto('/inbox');
  await page.getByRole('combobox', { name: 'All accounts' }).waitFor();
  const search = page.getByRole('textbox', { name: 'Search mail' });
  await search.fill(real ? 'in:anywhere from:irrcrew' : 'in:anywhere lunch');
  await search.press('Enter');
  await page.waitForURL(/q=/);
  noComplaints(complaints, 'the import');
}
