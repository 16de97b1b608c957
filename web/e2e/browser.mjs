// Debian's chromium (or any other: CHROMIUM=/path), driven by playwright-core.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

export async function launch() {
  const executablePath = places.find(p => p && fs.existsSync(p));
  if (!executablePath) {
    console.error('The browser tests need Chromium: install the package "chromium", or set CHROMIUM to its path.');
    process.exit(1);
  }
  return chromium.launch({
    executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * A page in a context of its own. What it complains about on its console, and every request that fails, is kept: a story that ends with complaints has failed.
 * `expected` are patterns of complaints that the story brings about on purpose.
 */
export async function open(browser, url, { storageState, scheme = 'light', viewport = { width: 1360, height: 860 }, touch = false, zone = 'Europe/Berlin', expected = [] } = {}) {
  const context = await browser.newContext({ baseURL: url, storageState, colorScheme: scheme, viewport, hasTouch: touch, isMobile: touch, timezoneId: zone, locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = [];
  const complain = text => {
    if (!expected.some(pattern => pattern.test(text))) complaints.push(text);
  };
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complain(`console ${message.type()}: ${message.text()} ${message.location().url}`));
  page.on('pageerror', error => complain(`uncaught: ${error.message}`));
  return { page, context, complaints };
}
