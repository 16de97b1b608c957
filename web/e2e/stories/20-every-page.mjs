import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'Every page is accessible in both themes and at phone width, and says nothing on the console';

const pages = [
  ['the day', '/today', 'li'], ['free times', '/calendar?view=week&free=45', '[data-column]'], ['the new chat', '/chat', 'h2'], ['the inbox', '/inbox', 'li button'], ['the calendar’s week', '/calendar?view=week', '[class*=event]'], ['the calendar’s month', '/calendar?view=month', '[class*=event]'],
  ['the approvals', '/approvals', 'article, section, p'], ['the activity', '/activity', 'h1'], ['the runs', '/runs', 'h1'], ['the failed runs', '/runs?state=failed', 'h1'], ['the audit log', '/activity?tab=audit', 'table'], ['the accounts', '/accounts', 'strong'], ['the settings', '/settings', 'form'], ['the language models', '/models', 'form'], ['the usage', '/usage', 'h1'],
];

export async function run(ctx) {
  await signIn(ctx);
  const problems = [];
  for (const look of [{ scheme: 'light' }, { scheme: 'dark' }, { scheme: 'light', viewport: { width: 390, height: 844 }, touch: true }]) {
    const { page, context, complaints } = await ctx.open(look);
    const name = `${look.scheme}${look.touch ? ', phone' : ''}`;
    const check = async what => {
      await page.waitForTimeout(150);
      await noViolations(page, `${what} (${name})`).catch(e => problems.push(e.message));
    };
    for (const [what, url, ready] of pages) {
      await page.goto(url);
      await page.locator(ready).first().waitFor();
      await check(what);
    }
    await page.goto('/inbox');
    await page.locator('li button').first().click();
    await page.locator('article').first().waitFor();
    await check('a conversation');
    await page.goto('/runs');
    await page.locator('li a[href^="/runs/"]').first().click();
    await page.locator('#run-graph').waitFor();
    await page.locator('.react-flow__node').first().waitFor();
    await check('a run');
    await page.goto('/chat');
    const last = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').nth(1);
    if (!look.touch && (await last.count()) > 0) {
      await last.click();
      await page.locator('article').first().waitFor();
      await check('a chat');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await check('the shortcuts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await check('the palette');
    }
    const signedIn = complaints.length;
    await context.clearCookies();
    await page.goto('/sign-in');
    await page.locator('form').waitFor();
    await check('signing in');
    try {
      // Being signed out is answered with 401, which browsers write to the console, also for the live connection.
      noComplaints(complaints.filter((c, i) => i < signedIn || !/401 \(Unauthorized\)|WebSocket.*HTTP Authentication failed/.test(c)), name);
    } catch (e) {
      problems.push(e.message);
    }
    await context.close();
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
