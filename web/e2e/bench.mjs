// ./bench web [--messages 100000]: the page with a processor four times slower, over a mailbox that was imported as people import theirs. Prints one table; nothing is asserted here.
import { launch, open } from './browser.mjs';
import { startSteward } from './server.mjs';
import { signIn } from './signIn.mjs';
import { api } from './steps.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const messages = option('messages', 100_000);
const slower = 4;

const people = ['Anna Berg', 'Ben Okafor', 'Chen Wei', 'Dana Ruiz', 'Emil Sand', 'Fatima Noor', 'Greta Holm', 'Hugo Lind'];
const topics = ['Atlas launch', 'Quarterly numbers', 'Lunch on Friday', 'Contract draft', 'Holiday plans', 'Server move', 'Board paper', 'Your order'];

/** A mailbox as an mbox file, a letter every quarter of an hour back from now. */
function* mbox(count, now) {
  for (let i = 0; i < count; i++) {
    const [name, topic] = [people[i % people.length], topics[(i * 7) % topics.length]];
    const at = new Date(now - i * 900_000).toUTCString();
    const from = `${name.split(' ')[0].toLowerCase()}${i % 500}@example.org`;
    yield `From ${from} ${at}\r\nFrom: ${name} <${from}>\r\nTo: me@steward.local\r\nSubject: ${topic} ${i}\r\nDate: ${at}\r\nMessage-ID: <bench-${i}@example.org>\r\n\r\nLetter ${i} about ${topic.toLowerCase()}. Please look at it when you can.\r\n\r\n`;
  }
}

const sorted = list => list.toSorted((a, b) => a - b);
const quantile = (list, q) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? 0;
const rows = [];
const line = (what, value, asked = '') => {
  rows.push([what, value, asked]);
  console.log(`${what.padEnd(58)} ${String(value).padStart(16)}  ${asked}`);
};

const browser = await launch();
const steward = await startSteward();
try {
  const session = { storageState: undefined };
  const ctx = { browser, url: steward.url, link: steward.link, session, open: options => open(browser, steward.url, { storageState: session.storageState, ...options }) };
  await signIn(ctx);
  const { page } = await ctx.open({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    window.__shift = 0;
    window.__long = [];
    window.__keys = [];
    new PerformanceObserver(l => l.getEntries().forEach(e => e.hadRecentInput || (window.__shift += e.value))).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver(l => l.getEntries().forEach(e => window.__long.push(e.duration))).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver(l => l.getEntries().forEach(e => e.name === 'keydown' && window.__keys.push(e.duration))).observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  await page.goto('/today');
  const { items: accounts } = await api(page, 'GET', '/accounts');
  const cookie = (await page.context().cookies()).map(c => `${c.name}=${c.value}`).join('; ');
  const headers = { cookie, 'X-Steward': '1', 'Content-Type': 'application/octet-stream' };
  const account = accounts.find(a => a.provider === 'local');
  const begun = Date.now();
  const started = await fetch(`${steward.url}/api/v1/items/imports?accountId=${account.id}&fileName=bench.mbox`, { method: 'POST', headers, body: new Blob([...mbox(messages, Date.now())]) });
  if (!started.ok) throw new Error(await started.text());
  const { id } = await started.json();
  for (;;) {
    const state = await (await fetch(`${steward.url}/api/v1/items/imports/${id}`, { headers })).json();
    if (state.state === 'done') break;
    if (state.state === 'failed') throw new Error(JSON.stringify(state));
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  line('import', `${((Date.now() - begun) / 1000).toFixed(0)} s`, `${messages.toLocaleString('en')} messages`);

  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  for (const [path, ready] of [['/today', 'main li'], ['/chat', 'main h2'], ['/inbox', 'main li button'], ['/calendar?view=week', '[data-column] button'], ['/approvals', 'main h1'], ['/activity', 'main h1'], ['/runs', 'main h1'], ['/accounts', 'main strong'], ['/settings', 'main form']]) {
    const paints = [];
    const shown = [];
    let shift = 0;
    for (let i = 0; i < 3; i++) {
      await page.goto(path);
      shown.push(await page.locator(ready).first().waitFor().then(() => page.evaluate(() => performance.now())));
      await page.waitForTimeout(600);
      const [paint, moved] = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity, window.__shift]);
      paints.push(paint);
      shift = Math.max(shift, moved);
    }
    line(`${path}: first paint, content, shift`, `${Math.round(quantile(paints, 0.5))} ${Math.round(quantile(shown, 0.5))} ms ${shift.toFixed(3)}`, '< 1000 ms, shift < 0.1');
  }

  await cdp.send('Performance.enable');
  /** What the page holds on to, in MB. */
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    return Math.round(metrics.find(m => m.name === 'JSHeapUsedSize').value / 2 ** 20);
  };

  // The list: scrolled by the wheel, far enough for many pages.
  await page.goto('/inbox');
  await page.locator('main li button').first().waitFor();
  const list = page.getByRole('region', { name: 'Inbox' });
  await list.hover();
  const before = await heap();
  await page.evaluate(() => {
    window.__long.length = 0;
    window.__frames = [];
    let last = performance.now();
    const frame = now => {
      window.__frames.push(now - last);
      last = now;
      window.__raf = requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let i = 0; i < 150; i++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(16);
  }
  const scrolled = await page.evaluate(() => {
    cancelAnimationFrame(window.__raf);
    const region = document.querySelector('[role=region][aria-label=Inbox]');
    return { top: region.scrollTop, rows: region.querySelectorAll('li').length, nodes: document.querySelectorAll('*').length, frames: window.__frames, long: window.__long };
  });
  line('scrolling: rows passed, rows that exist, nodes of the page', `${Math.round(scrolled.top / 76)} ${scrolled.rows} ${scrolled.nodes}`, 'rows < 60');
  line('scrolling: frame p50, p95, longest', `${Math.round(quantile(scrolled.frames, 0.5))} ${Math.round(quantile(scrolled.frames, 0.95))} ${Math.round(Math.max(...scrolled.frames))} ms`);
  line('scrolling: tasks over 50 ms, longest', `${scrolled.long.length} ${Math.round(Math.max(0, ...scrolled.long))} ms`);

  line('scrolling: heap of the page before and after', `${before} ${await heap()} MB`);

  const typed = async (keys, settle) => {
    await page.evaluate(() => (window.__keys.length = 0));
    for (const key of keys) {
      await page.keyboard.press(key);
      await settle();
    }
    await page.waitForTimeout(300);
    // What is under 16 ms is not reported by the browser.
    const seen = await page.evaluate(() => window.__keys);
    return [...seen, ...Array.from({ length: Math.max(0, keys.length - seen.length) }, () => 8)];
  };
  await page.goto('/inbox');
  await page.locator('main li button').first().waitFor();
  const read = await typed(Array(20).fill('j'), () => page.waitForTimeout(120));
  line('inbox: j, key to paint p50, p95', `${quantile(read, 0.5)} ${quantile(read, 0.95)} ms`, '< 100 ms');

  const { items } = await api(page, 'GET', '/mail/messages?q=in:anywhere -is:starred&limit=100');
  const made = [];
  for (const m of items) made.push(await api(page, 'POST', '/actions', { kind: 'mail.star', accountId: m.accountId, payload: { messageId: m.id }, why: 'A measurement.', idempotencyKey: crypto.randomUUID() }));
  await page.goto('/approvals');
  await page.locator('article').nth(99).waitFor({ state: 'attached' });
  await page.waitForTimeout(800);
  const triage = await typed(Array(30).fill('j'), () => page.waitForTimeout(60));
  line('100 approvals: j, key to paint p50, p95', `${quantile(triage, 0.5)} ${quantile(triage, 0.95)} ms`, '< 100 ms');
} finally {
  await browser.close();
  await steward.stop();
}
