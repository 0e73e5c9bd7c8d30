/** The real Chromium of the machine, driven by playwright-core. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path));

/** Why there is no browser, for `itNeeds`. */
export const missingBrowser =
  executablePath === undefined ? 'no chromium here (apt-get install chromium, or set CHROMIUM)' : undefined;

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox', '--disable-gpu'] });

export interface Look {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

export interface Watched {
  page: Page;
  /** What the page complained of: errors, and what its policy forbade. */
  complaints: string[];
}

/** A page whose errors are kept. */
export async function openPage(browser: Browser, address: string, look: Look = {}): Promise<Watched> {
  const { width = 1280, height = 800, colorScheme = 'light' } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address);
  return { page, complaints };
}
