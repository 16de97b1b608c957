import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'The day says what needs one and why; an event is dragged in the planner, stands there as a ghost, and moves when it is approved; free time becomes an event';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open({ viewport: { width: 1440, height: 1000 } });
  await page.goto('/today');
  const needs = page.getByRole('region', { name: 'What needs you' }).getByRole('listitem');
  await needs.first().waitFor();
  assert.ok((await needs.count()) > 3, 'the sample mail has open questions and deadlines');
  assert.match(await needs.first().textContent(), /due|asked|promised/, 'each says why it is there');
  await page.getByRole('region', { name: 'What needs you' }).getByText('Promised', { exact: true }).click();
  await page.waitForURL(/kind=promised/);
  await page.goto('/today');

  // A note: written here, approved with one key, kept.
  await page.getByLabel('Note something…').fill('Ask Ben about the trailer #family');
  await page.getByRole('button', { name: 'Keep' }).click();
  const bar = page.getByRole('region', { name: 'Ready for your approval' });
  await bar.waitFor();
  await bar.getByRole('button', { name: /^Approve/ }).click();
  await page.getByRole('region', { name: 'Notes' }).getByText('Ask Ben about the trailer').waitFor();
  await page.getByRole('button', { name: '#family', exact: true }).click();
  await page.waitForURL(/notes=family/);

  // The planner, next week: drag the first event that is the person's own a day on and an hour down.
  await page.goto('/calendar?view=week');
  await page.locator('[class*=event]').first().waitFor();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.waitForURL(/date=/);
  const event = page.getByRole('button', { name: /^Weekly planning/ }).first();
  await event.waitFor();
  await event.scrollIntoViewIfNeeded();
  const before = await event.getAttribute('aria-label');
  const box = await event.boundingBox();
  const column = await event.evaluate(e => e.closest('[data-column]').getBoundingClientRect().width);
  await page.mouse.move(box.x + 20, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 20 + column, box.y + 10 + 48, { steps: 5 });
  await page.getByRole('status').filter({ hasText: 'Weekly planning' }).waitFor();
  await page.mouse.up();

  // Nothing has moved yet: the event stands where it was, marked, and where it would go there is a ghost.
  const ghost = page.getByRole('button', { name: /^Proposed: Weekly planning/ });
  await ghost.waitFor();
  assert.match(await page.getByRole('button', { name: /^Weekly planning/ }).first().getAttribute('aria-label'), /would be moved: waits for your approval/);
  await noViolations(page, 'the planner with a ghost');
  const approve = page.getByRole('region', { name: 'Ready for your approval' }).getByRole('button', { name: /^Approve/ }).or(page.getByRole('complementary', { name: 'Approvals' }).getByRole('article', { name: /Weekly planning/ }).getByRole('button', { name: 'Approve' }));
  await approve.first().click();
  await ghost.waitFor({ state: 'detached' });
  await page.waitForFunction(old => ![...document.querySelectorAll('[data-column] button')].some(b => b.getAttribute('aria-label')?.startsWith(old)), before);

  // Escape lets go without a trace.
  const again = page.getByRole('button', { name: /^Weekly planning/ }).first();
  const at = await again.boundingBox();
  await page.mouse.move(at.x + 20, at.y + 10);
  await page.mouse.down();
  await page.mouse.move(at.x + 20, at.y + 110, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  assert.equal(await page.getByRole('button', { name: /^Proposed/ }).count(), 0, 'nothing was proposed');

  // Free time: f finds it, a click makes an event of it; further zones stand beside the hours.
  await page.keyboard.press('f');
  await page.waitForURL(/free=30/);
  const free = page.getByRole('button', { name: /^Free: / });
  await free.first().waitFor();
  await free.first().click();
  const dialog = page.getByRole('dialog', { name: 'New event' });
  await dialog.getByLabel('Title').fill('Think');
  await dialog.getByRole('button', { name: 'Show me the change' }).click();
  await page.getByRole('button', { name: /^Proposed: Think/ }).waitFor();
  await page.goto(`${page.url()}&zones=Asia/Tokyo,America/New_York`);
  await page.getByTitle('Asia/Tokyo').waitFor();
  noComplaints(complaints, 'the day and the planner');
}
