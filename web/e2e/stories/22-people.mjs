import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'What Steward knows of people is seen with its origin; where somebody is and who a group is are said, changed and forgotten';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  await page.goto('/chat');
  const [ines, other] = (await api(page, 'GET', '/contacts')).items;

  // Said in the chat, it stands in the settings, with where it comes from.
  await ask(page, `${ines.addresses[0]} is in Tokyo`);
  await page.goto('/settings');
  const list = page.getByRole('list', { name: 'People' });
  const row = list.getByRole('listitem').filter({ hasText: ines.name });
  await row.filter({ hasText: 'Tokyo time' }).filter({ hasText: 'you said so' }).waitFor();

  // Hours that end before they begin are named; right ones are kept.
  await row.getByRole('button', { name: `Change ${ines.name}` }).click();
  const hours = page.getByRole('dialog', { name: /Where somebody is/ });
  await hours.getByLabel('Works from').fill('11:00');
  await hours.getByLabel('to', { exact: true }).fill('10:00');
  await hours.getByText('The end must be after the start').waitFor();
  assert.ok(await hours.getByRole('button', { name: 'Keep' }).isDisabled(), 'wrong hours are not kept');
  await hours.getByLabel('to', { exact: true }).fill('19:00');
  await noViolations(page, 'the form of hours');
  await hours.getByRole('button', { name: 'Keep' }).click();
  await row.filter({ hasText: 'works 11:00 to 19:00' }).waitFor();

  // A group by hand, then with one more member, then forgotten: also where the page is not reloaded.
  await page.getByRole('button', { name: 'Name a group' }).click();
  const group = page.getByRole('dialog', { name: 'A group of people' });
  await group.getByLabel('Name').fill('Rowers');
  for (const person of [ines, other]) {
    await group.getByRole('combobox', { name: 'Members' }).or(group.getByRole('textbox', { name: 'Members' })).fill(person.name);
    await page.getByRole('option', { name: person.name }).first().click();
  }
  await group.getByLabel('Name').click(); // closes the list of names, which lies over the button
  await group.getByRole('button', { name: 'Keep' }).click();
  const rowers = list.getByRole('listitem').filter({ hasText: 'Rowers' });
  await rowers.filter({ hasText: other.name }).waitFor();
  await noViolations(page, 'the people');
  await rowers.getByRole('button', { name: 'Forget Rowers' }).click();
  await rowers.waitFor({ state: 'detached' });

  // What is said elsewhere shows without a reload.
  await api(page, 'DELETE', `/contacts/hours/${encodeURIComponent(ines.addresses[0])}`);
  await row.filter({ hasText: 'Tokyo time' }).waitFor({ state: 'detached' });
  noComplaints(complaints, 'the people');
}
