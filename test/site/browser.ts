import { accessSync, constants } from 'node:fs';
import { after, type TestContext } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';

/** A browser that tests drive. */
export type BrowserName = 'chromium' | 'firefox';

/** Browsers in which pages must work. */
export const browserNames: readonly BrowserName[] = ['chromium', 'firefox'];

const places: Readonly<Record<BrowserName, readonly (string | undefined)[]>> = {
  chromium: [
    process.env.CHROMIUM,
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ],
  firefox: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

const described: Readonly<Record<BrowserName, string>> = {
  chromium: 'Chromium (CHROMIUM, CHROME_PATH or /usr/bin/chromium)',
  firefox: 'Firefox (FIREFOX or /usr/bin/firefox-esr)',
};

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

const open = new Map<BrowserName, Promise<Browser>>();
after(async () => {
  for (const browser of open.values()) await (await browser).close();
});

async function launched(name: BrowserName, executablePath: string): Promise<Browser> {
  const { launch } = await import('puppeteer-core');
  if (name === 'firefox') return launch({ browser: 'firefox', executablePath, headless: true });
  return launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/**
 * A profile of its own in a headless browser, closed when the test ends; undefined after skipping where there is none. The tests of
 * a file share one browser of each name.
 */
export async function openBrowser(t: TestContext, name: BrowserName = 'chromium'): Promise<BrowserContext | undefined> {
  const executablePath = places[name].find((file) => file !== undefined && executable(file));
  if (executablePath === undefined) {
    skipWithout(t, described[name]);
    return undefined;
  }
  const browser = open.get(name) ?? launched(name, executablePath);
  open.set(name, browser);
  const profile = await (await browser).createBrowserContext();
  t.after(() => profile.close());
  return profile;
}
