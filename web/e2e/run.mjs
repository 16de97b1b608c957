// npm run e2e [name]: the browser stories, against a real Steward.  npm run screenshots: a picture of every page.
import fs from 'node:fs';
import path from 'node:path';
import { launch, open } from './browser.mjs';
import { startGoogle } from './google.mjs';
import { people } from './people.mjs';
import { startSteward } from './server.mjs';

const [mode] = process.argv.slice(2);
const artifacts = path.resolve(import.meta.dirname, '../../artifacts');
const browser = await launch();
const google = await startGoogle();
const steward = await startSteward({ google: google.url });
await google.open(steward.url, people);
let failures = 0;
let passed = 0;

try {
  // The link works once: the first story opens it, the others go on with its session.
  const session = { storageState: undefined };
  const ctx = { browser, url: steward.url, link: steward.link, google, session, open: options => open(browser, steward.url, { storageState: session.storageState, ...options }) };

  if (mode === 'screenshots') {
    const { takeScreenshots } = await import('./screenshots.mjs');
    await takeScreenshots(ctx, path.join(artifacts, 'screenshots'), process.argv.slice(3));
  } else {
    const folder = path.join(import.meta.dirname, 'stories');
    for (const file of fs.readdirSync(folder).sort()) {
      const { story, run } = await import(path.join(folder, file));
      if (mode && !mode.split(',').some(m => file.includes(m)) && !file.startsWith('10')) continue;
      const started = Date.now();
      try {
        await run(ctx);
        passed++;
        console.log(`✓ ${story} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failures++;
        console.error(`✗ ${story}\n${error.stack ?? error}`);
        for (const context of browser.contexts())
          for (const page of context.pages()) {
            fs.mkdirSync(path.join(artifacts, 'failures'), { recursive: true });
            await page.screenshot({ path: path.join(artifacts, 'failures', `${file}.png`) }).catch(() => {});
          }
      }
      for (const context of browser.contexts()) await context.close();
    }
  }
} finally {
  await browser.close();
  await steward.stop();
  await google.stop();
}
if (failures > 0) console.error('Pictures of what failed are in artifacts/failures.');
if (mode !== 'screenshots') console.log(`${passed} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
