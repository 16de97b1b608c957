import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api } from '../steps.mjs';

export const story = 'Settings are kept and a wrong one is named; a browser that is signed in elsewhere is seen and signed out at once; one’s own data can be taken along';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open({ expected: [/401 \(Unauthorized\)/] });
  await page.goto('/settings');
  await page.getByText('How long a change can be undone').waitFor();

  // Hours that end before they begin are named at once, and cannot be saved.
  const save = page.getByRole('button', { name: 'Save settings' });
  assert.ok(await save.isDisabled(), 'nothing to save yet');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('08:00');
  await page.getByText('The end must be after the start').waitFor();
  assert.ok(await save.isDisabled(), 'a wrong hour is not saved');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('18:00');
  await page.getByRole('combobox', { name: 'Undo window' }).click();
  await page.getByRole('option', { name: '10 minutes' }).click();
  await page.getByText('Not saved yet').waitFor();
  await save.click();
  await page.getByText('Settings saved').waitFor();
  await page.reload();
  assert.equal(await page.getByRole('combobox', { name: 'Undo window' }).inputValue(), '10 minutes');
  assert.equal(await page.getByRole('textbox', { name: 'To', exact: true }).inputValue(), '18:00');
  await page.getByRole('combobox', { name: 'Undo window' }).click();
  await page.getByRole('option', { name: '5 minutes', exact: true }).click();
  await save.click();
  await page.getByText('Settings saved').first().waitFor();

  // Somebody who is signed in in two browsers sees both, and ends one from the other: its page is gone at once.
  const first = await ctx.open({ storageState: undefined });
  await first.page.goto('/sign-in?mode=register');
  await first.page.getByLabel('Your name').fill('Sam Two');
  await first.page.getByLabel('E-mail').fill('sam@example.org');
  await first.page.locator('input[type=password]').fill('a sentence is a good password');
  await first.page.getByRole('button', { name: 'Create an account' }).click();
  await first.page.waitForURL(/today|chat/);
  const second = await ctx.open({ storageState: undefined, expected: [/401 \(Unauthorized\)/] });
  await second.page.goto('/sign-in');
  await second.page.getByLabel('E-mail').fill('sam@example.org');
  await second.page.locator('input[type=password]').fill('a sentence is a good password');
  await second.page.getByRole('button', { name: 'Sign in' }).click();
  await second.page.waitForURL(/today|chat/);
  await second.page.getByRole('link', { name: 'Activity' }).click();
  await second.page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();

  await first.page.goto('/settings');
  const list = first.page.getByRole('listitem').filter({ hasText: 'on this machine' });
  await list.nth(1).waitFor();
  assert.equal(await list.count(), 2, 'two browsers are signed in');
  await list.filter({ hasText: 'This browser' }).waitFor();
  assert.equal(await list.filter({ hasText: 'This browser' }).getByRole('button').count(), 0, 'this one is not ended here');
  await noViolations(first.page, 'the sessions');
  await list.getByRole('button', { name: /^Sign out Chrome/ }).click();
  await list.nth(1).waitFor({ state: 'detached' });
  await second.page.waitForURL(/sign-in/);

  // Taking it along, and the guard before taking it away.
  const [download] = await Promise.all([first.page.waitForEvent('download'), first.page.getByRole('link', { name: 'Download everything' }).click()]);
  assert.match(download.suggestedFilename(), /steward.*\.ndjson$/);
  await first.page.getByRole('button', { name: 'Delete my data…' }).click();
  const dialog = first.page.getByRole('dialog', { name: 'Delete everything?' });
  const go = dialog.getByRole('button', { name: 'Delete everything' });
  assert.ok(await go.isDisabled(), 'not before the address is typed');
  await dialog.getByRole('textbox').fill('sam@example.org');
  await go.click();
  await first.page.waitForURL(/sign-in/);

  assert.equal((await api(page, 'GET', '/auth/sessions')).items.filter(s => s.current).length, 1);
  noComplaints(complaints, 'the settings');
  noComplaints(first.complaints, 'the first browser');
  noComplaints(second.complaints, 'the second browser');
}
