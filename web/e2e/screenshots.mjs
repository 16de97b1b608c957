// A picture of every page: desktop in light and dark, and a phone.
import fs from 'node:fs';
import path from 'node:path';
import { signIn } from './signIn.mjs';

const looks = [
  { name: 'light', scheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', scheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'phone', scheme: 'light', viewport: { width: 390, height: 844 }, touch: true },
];

async function ask(page, message, until) {
  await page.goto('/chat');
  const composer = page.getByRole('textbox', { name: /Ask Steward/ });
  await composer.fill(message);
  await composer.press('Enter');
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}/);
  await page.locator(until).first().waitFor({ timeout: 20_000 }).catch(() => console.log(`  (no ${until} for “${message}”)`));
  await page.waitForTimeout(400);
  return page.url();
}

export async function takeScreenshots(ctx, folder) {
  fs.mkdirSync(folder, { recursive: true });
  await signIn(ctx);
  const over = '[aria-label="Ask again"], button:has-text("Ask again")';

  // The conversations are made once and looked at in every look.
  const { page: maker, context } = await ctx.open();
  const chats = {
    'chat-archive': await ask(maker, 'Archive all promotional emails older than 30 days', 'input[type=checkbox]'),
    'chat-summary': await ask(maker, 'Summarize the emails about the Atlas launch and draft a reply', over),
    'chat-slots': await ask(maker, 'Find a free 45-minute slot this week', over),
    'chat-unread': await ask(maker, 'Find unread emails from my manager', over),
    'chat-meeting': await ask(maker, 'Schedule a meeting with everyone who emailed about the Atlas launch', 'article article, button:has-text("Ask again")'),
    'chat-refusal': await ask(maker, 'Order me a pizza', over),
  };
  await context.close();

  for (const look of looks) {
    const { page, complaints } = await ctx.open(look);
    const shot = name => page.screenshot({ path: path.join(folder, `${name}-${look.name}.png`) });
    const visit = async (name, url, ready) => {
      await page.goto(url);
      if (ready) await page.locator(ready).first().waitFor({ timeout: 8000 }).catch(() => console.log(`  (${name}: no ${ready})`));
      await page.waitForTimeout(450);
      await shot(name);
    };
    await visit('welcome', '/chat', 'h2');
    for (const [name, url] of Object.entries(chats)) await visit(name, url, 'article');
    await visit('inbox', '/inbox', 'li button');
    if (!look.touch) await page.keyboard.press('j');
    else await page.locator('li button').first().click();
    await page.waitForTimeout(500);
    await shot('inbox-reader');
    await visit('inbox-promotions', '/inbox?q=in:inbox%20category:promotions', 'li button');
    await page.locator('li button[class*=open]').first().click();
    await page.waitForTimeout(700);
    await shot('inbox-html');
    await visit('inbox-search', '/inbox?q=has:attachment', 'li button');
    await visit('calendar-week', '/calendar?view=week', '[class*=event]');
    await visit('calendar-day', '/calendar?view=day', '[class*=event]');
    await visit('calendar-month', '/calendar?view=month', '[class*=event]');
    await visit('approvals', '/approvals', 'article, section');
    await visit('activity', '/activity', 'h1');
    await visit('audit', '/activity?tab=audit', 'table');
    await visit('runs', '/runs', 'li a');
    await page.locator('main li a, li a[href^="/runs/"]').first().click();
    await page.locator('#run-graph').waitFor();
    await page.waitForTimeout(900);
    await shot('run');
    await visit('accounts', '/accounts', 'strong');
    await visit('settings', '/settings', 'form');
    if (!look.touch) {
      await page.keyboard.press('?');
      await page.waitForTimeout(400);
      await shot('shortcuts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(600);
      await shot('palette');
      await page.keyboard.press('Escape');
      await page.goto('/inbox');
      await page.locator('li button').first().waitFor();
      await page.keyboard.press(']');
      await page.waitForTimeout(900);
      await shot('panel');
      await page.keyboard.press(']');
    } else {
      await page.goto('/inbox');
      await page.locator('li button').first().waitFor();
      await page.getByRole('button', { name: /^Approvals/ }).click();
      await page.waitForTimeout(700);
      await shot('panel');
    }
    await page.context().clearCookies();
    await visit('sign-in', '/sign-in', 'form');
    for (const c of complaints) console.log(`  ${look.name}: ${c}`);
    await page.context().close();
  }
  console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`);
}
