import assert from 'node:assert/strict';
import { noComplaints } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'The main story by the keyboard alone: ask, look, untick, approve, undo; and every page from the palette and by its letters';

export async function run(ctx) {
  await signIn(ctx);
  const { page, complaints } = await ctx.open();
  // No pointer may help: a click fails the story.
  await page.addInitScript(() => addEventListener('pointerdown', () => { throw new Error('the pointer was used'); }, true));
  await page.goto('/today');
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();

  /** Goes on with Tab until the control has the focus, which must then be seen. */
  const tabTo = async (locator, most = 120) => {
    await locator.first().waitFor();
    for (let i = 0; i < most; i++) {
      if (await locator.first().evaluate(e => e === document.activeElement)) {
        const outline = await locator.first().evaluate(e => {
          const of = getComputedStyle(e.matches('input[type=checkbox]') ? e : e);
          return of.outlineStyle !== 'none' && parseFloat(of.outlineWidth) > 0;
        });
        assert.ok(outline, `the focus is seen on ${await locator.first().getAttribute('aria-label') ?? await locator.first().textContent()}`);
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${locator}`);
  };

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/chat');
  const composer = page.getByRole('textbox', { name: /Ask Steward/ });
  await composer.waitFor();
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  const message = 'Archive all promotional emails older than 33 days';
  await page.keyboard.type(message);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}/);
  const batch = page.getByRole('article', { name: message }).getByRole('region', { name: /^Archive \d+ messages$/ });
  await batch.waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(batch.getByRole('checkbox').nth(1));
  await page.keyboard.press('Space');
  const approve = batch.getByRole('button', { name: /^Approve \d+ selected$/ });
  await tabTo(approve);
  await page.keyboard.press('Enter');
  await batch.getByText(/\d+ done · 1 rejected/).waitFor();
  await tabTo(batch.getByRole('button', { name: /^Undo all/ }), 200);
  await page.keyboard.press('Enter');
  await batch.getByText(/\d+ undone · 1 rejected/).waitFor();

  // Each place by its two letters, and one by the palette's words.
  for (const [keys, where] of [['gt', 'Today'], ['gw', 'Calendar'], ['ga', 'Approvals'], ['gh', 'Activity'], ['gr', 'Runs'], ['go', 'Accounts'], ['gs', 'Settings']]) {
    for (const key of keys) await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name: where }).waitFor();
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('usage');
  await page.getByRole('dialog').getByRole('button', { name: /Usage and cost/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/usage');
  noComplaints(complaints, 'the keyboard');
}
