/** The analyst's day: a real Gander, the demo played into it, a real Chromium, and hands that stay on the keyboard. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Alert } from '../../contracts/alert';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { itNeeds } from '../support/it-needs';
import { graveIssues } from './axe';
import { missingBrowser, openBrowser, openPage } from './browser';

const ROOT = join(__dirname, '..', '..');
const DAY_MS = 120_000;
jest.setTimeout(DAY_MS);
/** Where pictures of the day go, when somebody wants them: a folder. */
const PICTURES = process.env['GANDER_PICTURES'];

const { folder, remove } = newDataFolder();
let gander: GanderProcess;
let browser: Browser;

beforeAll(async () => {
  if (missingBrowser !== undefined) return;
  gander = await startGander({ folder });
  browser = await openBrowser();
});
afterAll(async () => {
  if (missingBrowser === undefined) {
    await browser.close();
    await gander.stop();
  }
  remove();
});

/** The address that signs a browser in, as `gander console-url` prints it. */
async function address(): Promise<string> {
  const child = run(['console-url', '--api', gander.api, '--data', folder]);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  return text.trim();
}

const run = (args: string[]) =>
  spawn(process.execPath, [join(ROOT, 'bin', 'gander.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

async function playDemo(): Promise<void> {
  const child = run(['demo', '--to', gander.otlp, '--api', gander.api, '--data', folder, '--pause', '60', '--json']);
  child.stdout.resume();
  expect(await once(child, 'close')).toEqual([0, null]);
}

async function picture(page: Page, name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  if (PICTURES === undefined) return;
  await page.locator('.toast').waitFor({ state: 'detached' });
  await page.emulateMedia({ colorScheme });
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const stored = async (id: string): Promise<Alert> => (await gander.get(`/api/alerts/${id}`)).json() as Promise<Alert>;

/** The id of the line that is selected. */
const selected = async (page: Page): Promise<string> =>
  ((await page.locator('[role=option][aria-selected=true]').getAttribute('id')) ?? '').replace('alert-', '');

const done = (page: Page, text: string) => page.locator('.toast', { hasText: text }).waitFor();

itNeeds(missingBrowser, 'from the first event to the last alert, by keyboard', async () => {
  const { page, complaints } = await openPage(browser, await address());
  await page.getByText('No alert yet').waitFor();
  expect(page.url()).not.toContain('code=');
  await page.evaluate("location.hash = '#/start'");
  await page.getByText('Waiting for the first event').waitFor();
  await picture(page, 'start');

  // The inbox fills while one looks at it.
  await page.evaluate("location.hash = '#/inbox'");
  await page.getByText('Live', { exact: true }).waitFor();
  const demo = playDemo();
  await page.locator('[role=option]').nth(4).waitFor();
  await demo;
  await page.locator('[role=option]', { hasText: 'A shell was connected to 203.0.113.7:4444' }).waitFor();
  await picture(page, 'inbox');

  // Triage.
  await page.keyboard.press('/');
  await page.keyboard.type('203.0.113.7');
  await page.keyboard.press('Enter');
  await page.getByText('1 alert', { exact: true }).waitFor();
  await page.keyboard.press('j');
  const shell = await selected(page);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /A shell was connected to 203\.0\.113\.7:4444/ }).waitFor();
  await page.keyboard.press('a');
  await done(page, 'Acknowledged');
  expect((await stored(shell)).state).toBe('acknowledged');
  await page.keyboard.press('z');
  await done(page, 'Undone');
  expect((await stored(shell)).state).toBe('new');
  await page.getByRole('textbox', { name: 'Comment' }).fill('Looks like the one of last week.');
  await page.keyboard.press('Enter');
  await page.getByText('Looks like the one of last week.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Explain' }).first().click();
  await page.getByText('What runs').waitFor();
  await picture(page, 'alert');
  expect(await graveIssues(page)).toEqual([]);

  // What belongs together, and how it went.
  await page.keyboard.press('i');
  await page.getByRole('heading', { name: 'Story' }).waitFor();
  expect(await page.locator('.chain .lit').count()).toBeGreaterThan(0);
  await picture(page, 'incident');
  await page.goBack();

  // The moment itself.
  await page.getByRole('heading', { name: /A shell was connected/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('p');
  const knew = page.getByRole('complementary', { name: 'What Gander knew' });
  await knew.getByText('A shell was connected to 203.0.113.7:4444').waitFor();
  await page.locator('.act.now', { hasText: 'base64 -d | bash' }).waitFor();
  await picture(page, 'replay', 'dark');
  await page.keyboard.press('k');
  await knew.getByText('No alert up to here').waitFor();
  await page.keyboard.press(']');
  await knew.getByText('A shell was connected to 203.0.113.7:4444').waitFor();
  expect(await graveIssues(page)).toEqual([]);

  // What is known to be harmless.
  await page.evaluate("location.hash = '#/inbox?q=miner'");
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('j');
  const miner = await selected(page);
  await page.keyboard.press('f');
  await page.keyboard.type('The load test of build-7.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await done(page, 'Marked as false positive');
  expect(await stored(miner)).toMatchObject({ state: 'false-positive' });
  await page.keyboard.press('s');
  await page.getByText(/It would have hidden/).waitFor();
  await picture(page, 'suppress');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Known load test.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await done(page, 'Suppressed');
  await page.evaluate("location.hash = '#/suppressions'");
  await page.getByText('Known load test.').waitFor();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
