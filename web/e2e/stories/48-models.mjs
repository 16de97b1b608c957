import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { open } from '../browser.mjs';
import { noComplaints, noViolations } from '../expect.mjs';
import { startModels, startSteward } from '../server.mjs';
import { signIn } from '../signIn.mjs';
import { api, ask } from '../steps.mjs';

export const story = 'With language models: who planned, what it cost, keeping it on this machine, prices, providers, and how one writes';

const pictures = path.resolve(import.meta.dirname, '../../../artifacts/models');

export async function run({ browser }) {
  const models = await startModels();
  // An address that is not loopback by its name, and is this machine all the same: to Steward it is a cloud, with a price.
  const cloud = `http://0.0.0.0:${models.url.port}/v1`;
  const steward = await startSteward({ env: { STEWARD_OLLAMA_URL: models.url.href, STEWARD_OPENAI_API_KEY: 'sk-of-this-story-0123456789', STEWARD_OPENAI_URL: cloud, STEWARD_MODEL_RECORDING: 'on' } });
  try {
    const session = {};
    const ctx = { link: steward.link, session, open: options => open(browser, steward.url, { storageState: session.storageState, ...options }) };
    await signIn(ctx);
    const { page, complaints } = await ctx.open();

    // A cloud model plans what the built-in planner does not understand, and the turn says so, as a list and as a graph.
    let turn = await ask(page, 'wobble and tell me about it');
    const brains = turn.getByRole('region', { name: 'Who thought about it' });
    await brains.getByText('gpt-5 · openai, leaves this machine').first().waitFor();
    await brains.getByText(/\$0\.0000?8/).first().waitFor();
    await turn.getByText(/^asks/).waitFor();
    await noViolations(page, 'a turn with models');
    await turn.getByRole('img', { name: 'Graph', exact: true }).click();
    await page.locator('.react-flow__node').first().waitFor();
    await brains.getByText('gpt-5 · openai, leaves this machine').first().waitFor();
    await noViolations(page, 'a turn with models as a graph');

    // Where a dearer model stands first, the step says which would do it for less; the default route is given back.
    const levels = (await api(page, 'GET', '/models')).routes.filter(r => r.task === 'extract').map(r => r.level);
    const route = candidates => Promise.all(levels.map(level => api(page, 'PUT', `/models/routes/extract/${level}`, { candidates })));
    await route(['openai/gpt-5', 'local/*']);
    turn = await ask(page, 'wobble and tell me about it');
    await turn.getByRole('link', { name: /^Cheaper: .+ on this machine, free$/ }).first().waitFor();
    await noViolations(page, 'a turn with a cheaper model');
    await route([]);

    // What the built-in planner is sure of asks nobody.
    turn = await ask(page, 'find unread mail');
    await turn.getByText('built-in planner').waitFor();
    assert.equal(await turn.getByRole('region', { name: 'Who thought about it' }).count(), 0);

    // Every model fails: the built-in reading stands, and the turn says why.
    turn = await ask(page, 'frobble the server error');
    await turn.getByText(/No language model helped with this: /).waitFor();
    await turn.getByText('openai failed (500).').waitFor();

    // Pinned to this machine, the local model plans.
    await page.goto('/models');
    await page.getByRole('switch', { name: 'Keep everything on this machine' }).click();
    await page.getByText('Saved').first().waitFor();
    turn = await ask(page, 'wobble and tell me about it');
    await turn.getByText(/ · on this machine/).first().waitFor();
    await turn.getByText(/^asks/).first().waitFor();
    assert.equal(await turn.getByText(/leaves this machine/).count(), 0, 'nothing left the machine');

    // Steward alone: no model is asked.
    await page.goto('/models');
    await page.getByRole('radio', { name: 'Steward alone' }).click(); // it is chosen when it is saved
    await page.getByText('Saved').first().waitFor();
    turn = await ask(page, 'wobble and tell me about it');
    await turn.getByText('built-in planner').waitFor();
    assert.equal(await turn.getByText(/on this machine/).count(), 0);

    // A price of one's own, from a day on, and away again.
    await page.goto('/models');
    const price = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set price' }) });
    await price.getByRole('textbox', { name: 'Model' }).fill('gpt-5');
    await price.locator('input[type=date]').fill('2026-01-01');
    await price.getByRole('textbox', { name: 'Read' }).fill('3');
    await price.getByRole('textbox', { name: 'Written' }).fill('9');
    await price.getByRole('button', { name: 'Set price' }).click();
    const remove = page.getByRole('button', { name: 'Remove the price of openai/gpt-5 from 2026-01-01' });
    await remove.waitFor();
    const prices = await api(page, 'GET', '/models/prices');
    assert.deepEqual(prices.items.filter(p => p.id).map(p => [p.provider, p.model, p.validFrom, p.input, p.output]), [['openai', 'gpt-5', '2026-01-01', 3, 9]]);
    await remove.click();
    await remove.waitFor({ state: 'detached' });

    // A provider of one's own is added and changed; its key is never shown again.
    await page.getByRole('button', { name: 'Add a provider' }).click();
    let dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Which' }).click();
    await page.getByRole('option', { name: 'Another server' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('mine');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(new URL('/v1', models.url).href);
    await dialog.locator('input[type=password]').fill('sk-secret-of-mine-4321');
    await noViolations(page, 'adding a provider');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('button', { name: 'Change mine' }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByText('the key that ends in 4321 stays', { exact: false }).waitFor();
    await dialog.getByRole('textbox', { name: 'Default model' }).fill('gpt-4o-mini');
    await dialog.getByRole('textbox', { name: 'Calls at once' }).fill('3');
    await noViolations(page, 'changing a provider');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/ends in 4321.*gpt-4o-mini/).waitFor();
    assert.ok(!(await page.content()).includes('sk-secret-of-mine'), 'the key is never shown again');
    assert.equal((await api(page, 'GET', '/models')).providers.find(p => p.name === 'mine').maxConcurrent, 3);

    // The recording is the person's to take along, without their words.
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download without words' }).click()]);
    const recorded = fs.readFileSync(await download.path(), 'utf8');
    assert.ok(recorded.includes('"provider":"openai"') && !recorded.includes('wobble') && !recorded.includes('sk-of-this-story'), 'the file has form and no words');

    // How one writes: corrected, taken back, and not learnt at all.
    await page.goto('/settings');
    const close = page.getByRole('textbox', { name: 'Close' });
    const learnt = await close.inputValue();
    await close.fill('All the best,');
    await page.getByRole('button', { name: 'Keep this manner' }).click();
    await page.getByText('As you have said.').waitFor();
    await page.getByRole('button', { name: /^Back to/ }).click();
    await page.getByText('As you have said.').waitFor({ state: 'detached' });
    assert.equal(await close.inputValue(), learnt);
    await page.getByRole('switch', { name: 'Learn from the mail I send' }).click();
    await page.getByText('Nothing is learnt: this is a plain manner.').waitFor();
    assert.equal((await api(page, 'GET', '/voice')).learnt, undefined);

    fs.mkdirSync(pictures, { recursive: true });
    for (const look of [{ name: 'light', scheme: 'light' }, { name: 'dark', scheme: 'dark' }, { name: 'phone', scheme: 'light', viewport: { width: 390, height: 844 }, touch: true }]) {
      const seen = await ctx.open(look);
      for (const [name, url, ready] of [['models', '/models', 'table'], ['usage', '/usage', 'h2'], ['settings', '/settings', 'form']]) {
        await seen.page.goto(url);
        await seen.page.locator(ready).first().waitFor();
        await noViolations(seen.page, `${name} with models (${look.name})`);
        // The whole page in one picture: the frame scrolls inside, so its column is made as high as it wants.
        await seen.page.setViewportSize({ width: look.viewport?.width ?? 1360, height: await seen.page.evaluate(() => Math.min(6000, Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight)) + 80)) });
        await seen.page.screenshot({ path: path.join(pictures, `${name}-${look.name}.png`) });
        await seen.page.setViewportSize(look.viewport ?? { width: 1360, height: 860 });
      }
      await seen.page.goto('/chat');
      await seen.context.close();
      noComplaints(seen.complaints, `the pages of models (${look.name})`);
    }
    noComplaints(complaints, 'language models');
  } finally {
    await steward.stop();
    models.stop();
  }
}
