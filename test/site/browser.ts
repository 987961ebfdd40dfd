import { accessSync, constants } from 'node:fs';
import { after, type TestContext } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';

const places = [
  process.env.CHROMIUM,
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Skips a test that needs something absent, except where CI promises it. */
export function skipWithout(t: TestContext, what: string): void {
  if (process.env.CI === 'true') throw new Error(`${what} is absent, and CI=true promises it`);
  t.skip(`${what} is absent`);
}

let chromium: Promise<Browser> | undefined;
after(async () => (await chromium)?.close());

/**
 * A profile of its own in a headless Chromium, closed when the test ends; undefined after skipping where there is none. The tests
 * of a file share one Chromium.
 */
export async function openBrowser(t: TestContext): Promise<BrowserContext | undefined> {
  const executablePath = places.find((file) => file !== undefined && executable(file));
  if (executablePath === undefined) {
    skipWithout(t, 'Chromium (CHROMIUM, CHROME_PATH or /usr/bin/chromium)');
    return undefined;
  }
  const { launch } = await import('puppeteer-core');
  chromium ??= launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const profile = await (await chromium).createBrowserContext();
  t.after(() => profile.close());
  return profile;
}
