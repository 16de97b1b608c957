import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'A run is known by its request; it is signalled and cancelled, and one that is over is forked from a past step';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open({ expected: [/400 \(Bad Request\).*\/signal/] });
  await ask(page, 'Find unread emails from my manager');
  const message = 'Archive all promotional emails older than 31 days';
  await ask(page, message);

  await page.goto('/runs');
  await page.getByRole('link', { name: new RegExp(`^${message}`) }).first().waitFor();
  await page.getByLabel(/^Search by request/).fill('older than 31');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  const rows = page.getByRole('main').getByRole('listitem');
  await rows.filter({ hasText: 'unread emails from my manager' }).first().waitFor({ state: 'detached' });
  await rows.first().getByRole('link').click();
  await page.getByRole('heading', { name: message, level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Open questions' }).waitFor();

  // A workflow of requests takes no signals and says so; the dialog does not take what is no JSON.
  await page.getByRole('button', { name: 'Send a signal' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('hello');
  await dialog.getByLabel('Payload, as JSON').fill('{');
  await dialog.getByText('This is not JSON.').waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'Send', exact: true }).isDisabled());
  await noViolations(page, 'the dialog of a signal');
  await dialog.getByLabel('Payload, as JSON').fill('{"said": true}');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText(/The signal is in the run’s mailbox|nobody|takes no signal|declares/).first().waitFor();
  if (await dialog.count()) await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await noViolations(page, 'the dialog of a cancellation');
  await dialog.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByText('Cancelled', { exact: true }).first().waitFor();

  // A run that is over is forked from a past step; a state that is none is not taken.
  const { items } = await api(page, 'GET', '/runs?state=completed&limit=20');
  const done = items.find(r => r.title === 'Find unread emails from my manager');
  const { items: history } = await api(page, 'GET', `/runs/${done.id}/history`);
  const { seq } = history.findLast(c => c.forkable && c.ready.length > 0);
  await page.goto(`/runs/${done.id}?step=${seq}`);
  await page.getByRole('button', { name: 'Fork from here' }).click();
  const state = dialog.getByLabel('State, as JSON');
  const whole = await state.inputValue();
  await noViolations(page, 'the dialog of a fork');
  await state.fill('[]');
  await dialog.getByText('Give an object with a value for each channel.').waitFor();
  await state.fill(whole);
  await dialog.getByRole('button', { name: 'Start the fork' }).click();
  await page.waitForURL(url => url.pathname.startsWith('/runs/') && !url.pathname.endsWith(done.id));
  await page.getByText(`Forked after step ${seq} of another run`).waitFor();
  await page.getByRole('heading', { name: done.title, level: 1 }).waitFor();
  await page.getByText('Completed', { exact: true }).first().waitFor();
  await noViolations(page, 'a fork');
  noComplaints(complaints, 'the runs');
}
