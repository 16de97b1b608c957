// A picture of every page: desktop in light and dark, and a phone. What they show is made once, by the pages' own requests; nothing waits by time but for a page to come to rest.
import fs from 'node:fs';
import path from 'node:path';
import { client } from './google.mjs';
import { alex } from './people.mjs';
import { signIn } from './signIn.mjs';
import { api, ask } from './steps.mjs';

const looks = [
  { name: 'light', scheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark', scheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'phone', scheme: 'light', viewport: { width: 390, height: 844 }, touch: true },
];

const requests = {
  archive: 'Archive all promotional emails older than 30 days',
  summary: 'Summarize the emails about the Atlas launch and draft a reply',
  slots: 'Find a free 45-minute slot this week',
  unread: 'Find unread emails from my manager',
  meeting: 'Schedule a meeting with everyone who emailed about the Atlas launch',
  focus: 'What should I focus on today?',
  refusal: 'Order me a pizza',
};

/** What the pictures show beyond the sample data: notes, a reminder that is due, files, and things done and undone. */
async function prepare(page) {
  const { items: accounts } = await api(page, 'GET', '/accounts');
  const { items: calendars } = await api(page, 'GET', '/calendar/calendars');
  const calendar = calendars.find(c => !c.readOnly);
  const now = Date.parse(await page.evaluate(async () => (await fetch('/api/v1/auth/me')).headers.get('X-Steward-Now')));
  const local = at => new Date(at + 3_600_000).toISOString().slice(0, 19);
  const propose = (kind, accountId, payload) => api(page, 'POST', '/actions', { kind, accountId, payload, why: 'You asked for it.', idempotencyKey: crypto.randomUUID() });
  const carryOut = async (...wish) => {
    const made = await propose(...wish);
    await api(page, 'POST', `/approvals/${made.id}/approve`, { hash: made.hash });
  };
  const said = {};
  for (const [name, message] of Object.entries(requests)) {
    await ask(page, message);
    said[name] = page.url();
  }
  const soft = work => work.catch(e => console.log(`  (${e.message.split('\n')[0]})`));
  for (const text of ['Ask Ben about the trailer #family', 'Atlas: ask legal for the last wording of the terms #work', 'Paint for the shed: RAL 6005, two litres #home'])
    await soft(carryOut('notes.create', accounts[0].id, { text, tags: [...text.matchAll(/#(\w+)/g)].map(m => m[1]) }));
  await soft(carryOut('calendar.create-reminder', calendar.accountId, { calendarId: calendar.id, summary: 'Call the dentist', at: { local: local(now + 61_000), zone: 'Europe/Berlin' } }));
  // Two changes of the calendar that wait: among the hours, and for a whole day.
  const tomorrow = Math.floor(now / 86_400_000 + 1) * 86_400_000;
  await soft(propose('calendar.create-event', calendar.accountId, { calendarId: calendar.id, summary: 'Write the board paper', start: { local: `${new Date(tomorrow).toISOString().slice(0, 10)}T15:00:00`, zone: 'Europe/Berlin' }, end: { local: `${new Date(tomorrow).toISOString().slice(0, 10)}T17:00:00`, zone: 'Europe/Berlin' } }));
  await soft(propose('calendar.create-event', calendar.accountId, { calendarId: calendar.id, summary: 'Offsite', start: { date: new Date(tomorrow).toISOString().slice(0, 10) }, end: { date: new Date(tomorrow + 86_400_000).toISOString().slice(0, 10) } }));
  const { items: runs } = await api(page, 'GET', '/runs?state=completed&limit=20');
  const { items: history } = await api(page, 'GET', `/runs/${runs[0].id}/history`);
  const { seq } = history.findLast(c => c.forkable && c.ready.length > 0);
  // Files with a message.
  await page.goto('/chat');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'agenda.ics', mimeType: 'text/calendar', buffer: Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:picture@example.org\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261221T100000Z\r\nDTEND:20261221T110000Z\r\nSUMMARY:Review\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n') },
    { name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('Minutes of Monday\n\nLaunch stays on the 3rd. Sarah writes the announcement; legal has the terms until Friday.\n') },
  ]);
  await page.getByRole('list', { name: 'Files' }).getByText('minutes.txt').waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}/);
  await page.getByText('Nothing was changed; say what').waitFor();
  said.files = page.url();
  said.consent = await connectGoogle(page);
  return { said, run: runs[0].id, seq };
}

const chooses = async page => {
  await page.getByText('Sign in to Google').first().waitFor();
  await page.getByRole('button', { name: new RegExp(alex.replaceAll('.', '\\.')) }).click();
};

/** A Google account that may be read, and a change of it that waits for more. */
async function connectGoogle(page) {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await page.getByLabel('Client ID').fill(client.id);
  await page.getByLabel('Client secret').fill(client.secret);
  await page.getByRole('button', { name: 'Save the registration' }).click();
  await page.getByText('Registered', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Connect Google' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue to Google' }).click();
  await chooses(page);
  await page.getByRole('heading', { name: 'Connected', exact: true }).waitFor();
  await page.goto('/inbox?q=from:deals@cornershop.example');
  await page.getByText('Weekend deals on kettles').first().waitFor();
  const turn = await ask(page, 'Archive all emails from deals@cornershop.example');
  const chat = page.url();
  await turn.getByRole('button', { name: /^Approve/ }).first().click();
  await turn.getByText('Waits for your permission').waitFor();
  return chat;
}

/** @param only names of looks, or none for all. */
export async function takeScreenshots(ctx, folder, only = []) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  await signIn(ctx);
  const { page: maker, context } = await ctx.open();
  await maker.goto('/chat');
  const { said, run, seq } = await prepare(maker);
  await context.close();

  for (const look of looks.filter(l => only.length === 0 || only.includes(l.name))) {
    const { page, complaints } = await ctx.open(look);
    const rest = () => page.waitForTimeout(450);
    const shot = async name => {
      await rest();
      await page.screenshot({ path: path.join(folder, `${name}-${look.name}.png`) });
    };
    /** One picture may fail without taking the others with it. */
    const take = async (name, url, ready, then) => {
      try {
        if (url) await page.goto(url);
        if (ready) await page.locator(ready).first().waitFor({ timeout: 8000 });
        if (then) await then();
        await shot(name);
      } catch (error) {
        console.log(`  ${name}, ${look.name}: ${error.message.split('\n')[0]}`);
      }
    };
    const button = name => page.getByRole('button', { name }).first();

    await take('tour', '/chat', 'section ol');
    await page.evaluate(() => localStorage.setItem('steward.toured', 'yes'));
    await take('welcome', '/chat', 'h2');
    for (const [name, url] of Object.entries(said)) await take(`chat-${name}`, url, 'article');
    await take('chat-graph', `${said.meeting}?plan=graph`, '.react-flow__node');
    await take('today', '/today', 'li');
    await take('today-lower', null, null, () => page.getByRole('region', { name: 'Notes' }).scrollIntoViewIfNeeded());
    await take('inbox', '/inbox', 'li button');
    await take('inbox-reader', '/inbox', 'li button', () => (look.touch ? page.locator('li button').first().click() : page.keyboard.press('j')));
    await take('inbox-reply', null, 'article', async () => {
      await button('Reply').click();
      await page.getByRole('form', { name: 'Reply' }).scrollIntoViewIfNeeded();
    });
    await take('inbox-html', '/inbox?q=in:inbox%20category:promotions', 'li button', async () => {
      await page.locator('li button[class*=open]').first().click();
      await page.locator('iframe').waitFor();
    });
    await take('inbox-search', '/inbox?q=has:attachment', 'li button', async () => {
      await page.locator('li button[class*=open]').first().click();
      await page.locator('article').first().waitFor();
    });
    await take('inbox-empty', '/inbox?q=from:nobody-at-all', 'main p');
    await take('planner-week', '/calendar?view=week', '[data-column] button');
    await take('planner-free', '/calendar?view=week&free=60&zones=America/New_York,Asia/Tokyo', '[data-column] button');
    await take('planner-day', '/calendar?view=day', '[data-column] button');
    await take('planner-month', '/calendar?view=month', '[data-day] button');
    await take('planner-event', '/calendar?view=week', '[data-column] button', async () => {
      await page.locator('[data-column] [class*=event]').first().click();
      await page.getByRole('dialog').waitFor();
    });
    await take('approvals', '/approvals', 'article, section');
    await take('activity', '/activity', 'h1');
    await take('activity-diff', '/activity', 'main li button', () => page.locator('main li button').first().click());
    await take('audit', '/activity?tab=audit', 'table');
    await take('runs', '/runs', 'main li a');
    await take('run', `/runs/${run}`, '.react-flow__node');
    await take('run-state', null, '#run-state', () => page.locator('#run-state').scrollIntoViewIfNeeded());
    await take('run-fork', `/runs/${run}?step=${seq}`, '#run-state', async () => {
      await button('Fork from here').click();
      await page.getByRole('dialog').waitFor();
    });
    await take('run-signal', '/runs?state=waiting', 'main li a', async () => {
      await page.locator('main li a').first().click();
      await button('Send a signal').click();
      await page.getByRole('dialog').waitFor();
    });
    await take('accounts', '/accounts', 'strong');
    await take('accounts-registration', '/accounts', 'details', () => page.locator('details summary').first().click());
    await take('accounts-connect', '/accounts', 'strong', async () => {
      await button('Connect Google').click();
      await page.getByRole('dialog').waitFor();
    });
    await take('accounts-connected', null, null, async () => {
      await page.getByRole('dialog').getByRole('button', { name: 'Continue to Google' }).click();
      await chooses(page);
      await page.waitForURL('**/accounts/connected/google');
      await page.getByRole('link', { name: 'To the accounts' }).or(page.getByRole('link', { name: 'Open the inbox' })).first().waitFor();
    });
    await take('accounts-no-sign-in', '/accounts/connected/google', 'main h1, main h2');
    await take('accounts-disconnect', '/accounts', 'strong', async () => {
      await button(`More for ${alex}`).click();
      await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
      await page.getByRole('dialog').waitFor();
    });
    await take('models', '/models', 'form');
    await take('usage', '/usage', 'h1');
    await take('settings', '/settings', 'form');
    await take('settings-lower', null, null, () => button('Delete my data…').scrollIntoViewIfNeeded());
    await take('erase', null, null, async () => {
      await button('Delete my data…').click();
      await page.getByRole('dialog').waitFor();
    });
    await take('not-found', '/nowhere', 'p');
    if (!look.touch) {
      await take('shortcuts', '/inbox', 'li button', async () => {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      });
      await take('palette', '/inbox', 'li button', async () => {
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog').waitFor();
      });
      await take('panel', '/inbox', 'li button', async () => {
        await page.keyboard.press(']');
        await page.getByRole('complementary', { name: 'Approvals' }).locator('article, section').first().waitFor();
      });
    } else await take('panel', '/inbox', 'li button', () => page.getByRole('button', { name: /^Approvals/ }).click());
    await page.context().clearCookies();
    await take('sign-in', '/sign-in', 'form');
    for (const c of complaints.filter(c => !/401 \(Unauthorized\)/.test(c))) console.log(`  ${look.name}: ${c}`);
    await page.context().close();
  }
  console.log(`${fs.readdirSync(folder).length} pictures in ${folder}`);
}
