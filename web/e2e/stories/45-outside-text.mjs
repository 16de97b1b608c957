import assert from 'node:assert/strict';
import http from 'node:http';
import { noComplaints } from '../expect.mjs';
import { signIn } from '../signIn.mjs';

export const story = 'A hostile mail is read: nothing of it runs or loads, and its links show where they go';

export async function run(ctx) {
  // Whoever asks this server was told to by the mail.
  const asked = [];
  const canary = http.createServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  await new Promise(resolve => canary.listen(0, '127.0.0.1', resolve));
  const evil = `http://127.0.0.1:${canary.address().port}`;
  const html = [
    '<html><head><link rel="stylesheet" href="EVIL/link.css"><link rel="prefetch" href="EVIL/prefetch"><meta http-equiv="refresh" content="0;url=EVIL/refresh"><base href="EVIL/"></head>',
    '<body background="EVIL/background" onload="fetch(\'EVIL/onload\')"><p>The hostile letter is here.</p>',
    '<img src="EVIL/image.png"><img srcset="EVIL/set.png 2x"><picture><source srcset="EVIL/picture.png"></picture><div style="background:url(EVIL/style.png)">x</div><style>p{background:url(EVIL/sheet.png)} @import "EVIL/import.css";</style>',
    '<script>fetch("EVIL/script")</script><iframe src="EVIL/frame"></iframe><object data="EVIL/object"></object><embed src="EVIL/embed"><video poster="EVIL/poster" autoplay src="EVIL/video"></video>',
    '<svg><image href="EVIL/svg"/></svg><form action="EVIL/form"><button>Approve</button></form><a href="EVIL/click?d=1" ping="EVIL/ping">click to sign in again</a></body></html>',
  ].join('').replaceAll('EVIL', evil);
  const mail = [
    'From eve@elsewhere.example Fri Nov 20 09:00:00 2026', 'From: Eve <eve@elsewhere.example>', 'To: me@import.test', 'Subject: Hostile letter', `Message-ID: <hostile-${Date.now()}@elsewhere.example>`, `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', html, '', '',
  ].join('\n');
  try {
    await signIn(ctx);
    const { page, complaints } = await ctx.open();
    await page.goto('/accounts');
    await page.locator('input[type=file]').setInputFiles({ name: 'hostile.mbox', mimeType: 'application/mbox', buffer: Buffer.from(mail) });
    await page.getByRole('listitem').filter({ hasText: 'hostile.mbox' }).first().getByText('Done').waitFor({ timeout: 30_000 });
    await page.goto('/inbox?q=subject:hostile in:anywhere');
    await page.getByText('Hostile letter').first().click();
    // What is shown first is its text; the letter as it was made is asked for.
    await page.getByText('Original', { exact: true }).click();
    const frame = page.frameLocator('iframe').first();
    await frame.getByText('The hostile letter is here.').waitFor({ timeout: 20_000 });
    const link = frame.getByText('click to sign in again');
    assert.equal(await link.getAttribute('title'), `${evil}/click?d=1`, 'the link shows where it goes');
    assert.equal(await link.getAttribute('ping'), null);
    assert.equal(await frame.locator('script, iframe, object, embed, video, form, button, svg, link, meta[http-equiv], base, body style').count(), 0, 'nothing active is left');
    assert.equal(await frame.locator('head style').count(), 1, 'the only style sheet is our own');
    await page.waitForLoadState('networkidle');
    assert.deepEqual(asked, [], 'nothing was asked of the sender’s server');
    noComplaints(complaints, 'a hostile letter');
  } finally {
    canary.close();
  }
}
