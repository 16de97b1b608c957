import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'A new person is shown on the sample mail how to ask, approve and undo, and is then led on to their own accounts';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  await page.goto('/chat');
  await page.evaluate(() => localStorage.removeItem('steward.toured'));
  await page.reload();
  const start = page.getByRole('region', { name: 'How Steward works' });
  await start.getByText('You can undo').waitFor();
  await noViolations(page, 'the tour’s beginning');
  await start.getByRole('button', { name: 'Try it on the sample mail' }).click();
  await page.waitForURL(/tour=yes/);

  const hint = page.getByRole('status', { name: 'How Steward works' });
  await hint.getByText(/^Nothing has happened yet/).waitFor();
  await noViolations(page, 'the tour’s proposals');
  const batch = page.getByRole('main').getByRole('region', { name: /^Archive \d+ messages$/ });
  await batch.getByRole('button', { name: /^Approve (all )?\d+/ }).click();
  await hint.getByText(/^Done\. Now take it back/).waitFor();
  await batch.getByRole('button', { name: /^Undo all/ }).click();
  await hint.getByText(/^That is all there is to it/).waitFor();
  await noViolations(page, 'the tour’s end');
  await hint.getByRole('link', { name: 'Import mail and calendars' }).click();
  await page.waitForURL('**/accounts**');

  // It is over for good once it was ended.
  await page.goto('/chat');
  await start.getByRole('button', { name: 'End the tour' }).click();
  await start.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { name: 'Try one of these' }).waitFor();
  if (await start.count()) throw new Error('the tour came back');
  noComplaints(complaints, 'the tour');
}
