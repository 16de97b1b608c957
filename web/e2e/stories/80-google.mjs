import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { client } from '../google.mjs';
import { alex, other } from '../people.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'An owner registers Steward at Google, connects an account, repairs it, allows more when it is needed, and disconnects it';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open({ expected: [/422/] });
  const card = page.getByRole('listitem').filter({ hasText: `${alex} · Google` });
  // At Google: a button with the address stands on the page of accounts too.
  const chooses = async address => {
    await page.getByText('Sign in to Google').first().waitFor();
    await page.getByRole('button', { name: new RegExp(address.replaceAll('.', '\\.')) }).click();
  };

  // The registration: the secret goes in and does not come back.
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await page.getByRole('group', { name: 'Redirect address' }).getByText('/accounts/connected/google').waitFor();
  await page.getByLabel('Client ID').fill(client.id);
  await page.getByLabel('Client secret').fill(client.secret);
  await page.getByRole('button', { name: 'Save the registration' }).click();
  await page.getByText('Registered', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('Client secret').inputValue(), '');

  // Connecting.
  await page.getByRole('button', { name: 'Connect Google' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Read your calendars').waitFor();
  await dialog.getByText('Work', { exact: true }).click();
  await noViolations(page, 'connecting a Google account');
  await dialog.getByRole('button', { name: 'Continue to Google' }).click();
  await chooses(alex);
  await page.waitForURL('**/accounts/connected/google');
  await page.getByRole('heading', { name: 'Connected', exact: true }).waitFor();
  await noViolations(page, 'the page after connecting');
  await page.getByRole('link', { name: 'Open the inbox' }).click();
  await page.getByText('Weekend deals on kettles').first().waitFor();
  await page.goto('/calendar?view=week&date=2026-11-25');
  await page.getByRole('button', { name: /Rowing with Nadia/ }).first().waitFor();

  // The permission ends. A wrong account is told; the right one repairs it.
  ctx.google.endGrant(alex);
  await page.goto('/accounts');
  await card.getByRole('button', { name: 'Look now' }).click();
  await card.getByText('Needs attention').waitFor();
  await card.getByRole('button', { name: 'Sign in again' }).click();
  await chooses(other);
  await page.getByRole('heading', { name: 'That was another account' }).waitFor();
  await page.getByRole('link', { name: 'To the accounts' }).click();
  await card.getByRole('button', { name: 'Sign in again' }).click();
  await chooses(alex);
  await page.getByRole('heading', { name: 'Signed in again' }).waitFor();

  // To say no connects nothing.
  const { authorizationPage } = await api(page, 'POST', '/accounts/connections', { provider: 'google' });
  await page.goto(`/accounts/connected/google?error=access_denied&state=${new URL(authorizationPage).searchParams.get('state')}`);
  await page.getByRole('heading', { name: 'Nothing was connected' }).waitFor();
  await page.goto('/accounts/connected/google');
  await page.getByRole('heading', { name: 'There is no sign-in to finish here' }).waitFor();

  // A change that was approved waits for the permission, and goes on by itself.
  const turn = await ask(page, 'Archive all emails from deals@cornershop.example');
  await turn.getByRole('button', { name: /^Approve/ }).first().click();
  await turn.getByText('Waits for your permission').waitFor();
  await turn.getByText(/You have not allowed Steward to change your mail/).waitFor();
  const chat = page.url();
  await page.goto('/approvals');
  const waiting = page.getByRole('region', { name: /that you approved waits? for your permission/ });
  await waiting.getByText(alex, { exact: true }).waitFor();
  await noViolations(page, 'approvals with what waits for a permission');
  await waiting.getByRole('button', { name: 'Give permission' }).click();
  await chooses(alex);
  await page.waitForURL('**/approvals');
  await waiting.waitFor({ state: 'detached' });
  await page.goto(chat);
  await turn.getByText('Done', { exact: true }).first().waitFor();

  await page.goto('/accounts');
  await card.getByText('Archive, label and tidy up mail').waitFor();
  await noViolations(page, 'accounts with a Google account');
  await card.getByRole('button', { name: `More for ${alex}` }).click();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  await page.getByRole('radio', { name: 'Delete what was read' }).check();
  await noViolations(page, 'disconnecting');
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await card.waitFor({ state: 'detached' });
  noComplaints(complaints, 'Google accounts');
}
