import assert from 'node:assert/strict';
import { noComplaints, noViolations } from '../expect.mjs';
import { signIn } from '../signIn.mjs';
import { api } from '../steps.mjs';

export const story = 'An event is made longer by mouse, by keys and by finger; an all-day event moves to other days; what waits for approval stands in the month too';

const day = 86_400_000;
const dateOf = at => new Date(at).toISOString().slice(0, 10);

/** The next Monday but one: a week that the sample calendar leaves room in. */
function quietWeek(now) {
  const monday = Math.floor(now / day) * day + ((8 - (new Date(now).getUTCDay() || 7)) % 7 || 7) * day;
  return monday + 14 * day;
}

export async function run(ctx) {
  await signIn(ctx);
  const { page, context, complaints } = await ctx.open({ viewport: { width: 1440, height: 1000 } });
  await page.goto('/calendar');
  const now = Date.parse(await page.evaluate(async () => (await fetch('/api/v1/auth/me')).headers.get('X-Steward-Now')));
  const monday = quietWeek(now);
  const { items: calendars } = await api(page, 'GET', '/calendar/calendars');
  const calendar = calendars.find(c => !c.readOnly);
  const make = async payload => {
    const made = await api(page, 'POST', '/actions', { kind: 'calendar.create-event', accountId: calendar.accountId, payload: { calendarId: calendar.id, ...payload }, why: 'A story of the tests.', idempotencyKey: crypto.randomUUID() });
    await api(page, 'POST', `/approvals/${made.id}/approve`, { hash: made.hash });
  };
  await make({ summary: 'Elastic', start: { local: `${dateOf(monday)}T12:00:00`, zone: 'Europe/Berlin' }, end: { local: `${dateOf(monday)}T13:00:00`, zone: 'Europe/Berlin' } });
  await make({ summary: 'Wandering', start: { date: dateOf(monday) }, end: { date: dateOf(monday + day) } });
  const week = `/calendar?view=week&date=${dateOf(monday)}`;
  await page.goto(week);

  const ghost = name => page.getByRole('button', { name: new RegExp(`^Proposed: ${name}`) });
  /** Approves what was just proposed, and waits until the calendar shows it. */
  const approve = async name => {
    await ghost(name).first().waitFor();
    await page.getByRole('region', { name: 'Ready for your approval' }).getByRole('button', { name: /^Approve/ }).click();
    await ghost(name).first().waitFor({ state: 'detached' });
  };
  const elastic = page.getByRole('button', { name: /^Elastic/ });
  const until = end => page.getByRole('button', { name: new RegExp(`^Elastic, .*–\\s?${end}`) }).waitFor();

  // By mouse: the lower edge, half an hour down.
  await until('1:00 PM');
  await elastic.scrollIntoViewIfNeeded();
  let box = await elastic.boundingBox();
  await page.mouse.move(box.x + 20, box.y + box.height - 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, box.y + box.height + 21, { steps: 4 });
  await page.getByRole('status').filter({ hasText: 'Elastic' }).waitFor();
  await page.mouse.up();
  await approve('Elastic');
  await until('1:30 PM');

  // By keys: a quarter of an hour longer, a day on; Escape lets go, Enter proposes.
  await elastic.focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByRole('status').filter({ hasText: 'Elastic' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('status').filter({ hasText: 'Elastic' }).waitFor({ state: 'detached' });
  assert.equal(await ghost('Elastic').count(), 0, 'Escape proposes nothing');
  await elastic.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await approve('Elastic');
  await until('1:45 PM');

  // An all-day event, two days on, then its end a day further.
  const wandering = page.getByRole('button', { name: 'Wandering' });
  const width = await page.locator('[data-column]').first().evaluate(e => e.getBoundingClientRect().width);
  const pull = async (from, to) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to, from.y, { steps: 5 });
    await page.getByRole('status').filter({ hasText: 'Wandering' }).waitFor();
    await page.mouse.up();
  };
  box = await wandering.boundingBox();
  await pull({ x: box.x + box.width / 2, y: box.y + 8 }, box.x + box.width / 2 + 2 * width);
  await noViolations(page, 'an all-day ghost');
  await approve('Wandering');
  // It stands two days later.
  await page.waitForFunction(x => [...document.querySelectorAll('button[class*=bar]')].some(b => b.textContent === 'Wandering' && b.getBoundingClientRect().x > x), box.x + 1.5 * width);
  const moved = await wandering.boundingBox();
  await pull({ x: moved.x + moved.width - 3, y: moved.y + 8 }, moved.x + moved.width + width / 2);

  // What waits stands in the month as well, on both of its days.
  await ghost('Wandering').first().waitFor();
  await page.keyboard.press('m');
  await page.waitForURL(/view=month/);
  await ghost('Wandering').nth(1).waitFor();
  assert.equal(await ghost('Wandering').count(), 2, 'a ghost for each day');
  await noViolations(page, 'the month with a ghost');
  const { items } = await api(page, 'GET', '/approvals/pending');
  for (const p of items.filter(p => p.preview.target.label === 'Wandering')) await api(page, 'POST', `/approvals/${p.id}/reject`, {});
  await page.reload();
  await page.locator('[data-day] button').first().waitFor();
  assert.equal(await ghost('Wandering').count(), 0, 'what was rejected stands nowhere');

  // In the month, an event is taken to another day.
  const cell = date => page.locator(`[data-day="${date}"]`);
  box = await cell(dateOf(monday + 2 * day)).getByRole('button', { name: 'Wandering' }).boundingBox();
  const goal = await cell(dateOf(monday - 3 * day)).boundingBox();
  await page.mouse.move(box.x + 10, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(goal.x + 20, goal.y + goal.height / 2, { steps: 5 });
  await page.getByRole('status').filter({ hasText: /^Wandering: / }).waitFor({ state: 'attached' });
  await page.mouse.up();
  await approve('Wandering');
  await cell(dateOf(monday - 3 * day)).getByRole('button', { name: 'Wandering' }).waitFor();
  noComplaints(complaints, 'the planner by mouse and keys');
  await context.close();

  // By finger: it rests on the event, which then comes along; the page does not scroll meanwhile.
  const phone = await ctx.open({ viewport: { width: 390, height: 844 }, touch: true });
  const { page: touch } = phone;
  await touch.goto(`/calendar?view=day&date=${dateOf(monday + day)}`);
  const event = touch.getByRole('button', { name: /^Elastic/ });
  await event.scrollIntoViewIfNeeded();
  box = await event.boundingBox();
  const cdp = await phone.context.newCDPSession(touch);
  const finger = (type, y) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + 40, y }] });
  const carried = touch.getByRole('status').filter({ hasText: 'Elastic' });
  await finger('touchStart', box.y + 15);
  await carried.waitFor();
  for (const by of [12, 24, 36, 48]) await finger('touchMove', box.y + 15 + by);
  await carried.getByText(/1:00/).waitFor();
  await finger('touchEnd');
  await touch.getByRole('button', { name: /^Proposed: Elastic/ }).waitFor();

  // What the bar asks about is decided elsewhere: it goes.
  const bar = touch.getByRole('region', { name: 'Ready for your approval' });
  await bar.waitFor();
  const { items: waiting } = await api(touch, 'GET', '/approvals/pending');
  for (const p of waiting.filter(p => p.preview.target.label === 'Elastic')) await api(touch, 'POST', `/approvals/${p.id}/reject`, {});
  await bar.waitFor({ state: 'detached' });

  // By its grip an event is made longer at once, without resting.
  await touch.reload();
  await event.scrollIntoViewIfNeeded();
  box = await event.boundingBox();
  const foot = box.y + box.height - 5;
  await finger('touchStart', foot);
  for (const by of [8, 16, 24]) await finger('touchMove', foot + by);
  await carried.getByText(/2:15/).waitFor();
  await finger('touchEnd');
  await bar.getByText(/2:15/).waitFor();
  noComplaints(phone.complaints, 'the planner by finger');
}
