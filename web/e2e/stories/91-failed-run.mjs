import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'A run that failed is found, looked at, and let go on with a changed state until it is done; another one is dropped';

/** Forks a run that is over, with a position that its plan does not have: the person's own mistake, and every attempt at the next step fails. */
async function failingFork(page, message) {
  await ask(page, message);
  const { items } = await api(page, 'GET', `/runs?state=completed&limit=20&q=${encodeURIComponent(message)}`);
  const { items: history } = await api(page, 'GET', `/runs/${items[0].id}/history`);
  const before = history.find(c => c.ready.includes('read'));
  await page.goto(`/runs/${items[0].id}?step=${before.seq}`);
  await page.getByRole('button', { name: 'Fork from here' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('State, as JSON').fill(JSON.stringify({ ...before.state, position: 7 }));
  await dialog.getByRole('button', { name: 'Start the fork' }).click();
  await page.waitForURL(url => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(items[0].id));
  // Five attempts with pauses in between, which add up to some seconds.
  await page.getByText('This run failed').waitFor({ timeout: 60_000 });
  return page.url();
}

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  const message = 'Find unread mail';
  const failed = await failingFork(page, message);

  // It is listed as failed with its reason, and shows where and how often it was tried.
  await page.goto('/runs?state=failed');
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: message }).first();
  await row.waitFor();
  await noViolations(page, 'the failed runs');
  await row.getByRole('link').click();
  await page.waitForURL(failed);
  await page.getByRole('alert').getByText(/range|index/i).waitFor();
  await page.getByRole('list', { name: /nodes of the workflow/ }).getByText(/^read: Failed, 4 retries/).waitFor({ state: 'attached' });
  await page.getByText('Failed, will try again, attempt 4').waitFor();
  await noViolations(page, 'a failed run');

  // What it fails on is still there: as it is, it fails again.
  const alert = page.getByRole('alert').filter({ hasText: 'This run failed' });
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Let go on by a person').waitFor();
  await alert.waitFor({ state: 'detached' });
  await alert.waitFor({ timeout: 60_000 });

  // With the value put right it goes on at the same node and is done.
  await alert.getByRole('button', { name: 'Change the state…' }).click();
  const dialog = page.getByRole('dialog');
  const state = dialog.getByLabel('State, as JSON');
  const whole = JSON.parse(await state.inputValue());
  assert.equal(whole.position, 7);
  await state.fill('[]');
  await dialog.getByText('Give an object with a value for each channel.').waitFor();
  await noViolations(page, 'changing the state of a failed run');
  await state.fill(JSON.stringify({ ...whole, position: 0 }));
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Completed', { exact: true }).first().waitFor();
  assert.equal(await alert.count(), 0, 'it has not failed any more');

  // Another one is dropped, and stays as it is.
  const other = await failingFork(page, 'Find a free 45-minute slot this week');
  await alert.getByRole('button', { name: 'Drop' }).click();
  await noViolations(page, 'the dialog before a run is dropped');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await alert.getByRole('button', { name: 'Drop' }).click();
  await dialog.getByRole('button', { name: 'Drop' }).click();
  await page.getByText('Dropped by a person').first().waitFor();
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  assert.equal((await api(page, 'GET', `/runs/${new URL(other).pathname.split('/').at(-1)}`)).state, 'cancelled');
  assert.equal(await alert.count(), 0);
  noComplaints(complaints, 'a failed run');
}
