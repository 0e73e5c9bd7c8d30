/** The pages in a real Chromium before a stand-in of the API: looks, words of strangers, and size. */
import type { Browser } from 'playwright-core';
import type { Alert } from '../../contracts/alert';
import { itNeeds } from '../support/it-needs';
import { graveIssues } from './axe';
import { missingBrowser, openBrowser, openPage } from './browser';
import { answersOf, manyAlerts } from './stub/answers';
import { hostile, MARK } from './stub/hostile';
import { eventId, SESSION } from './stub/rows';
import { startStub } from './stub/stub-server';
import type { Answers, Stub } from './stub/stub-server';

const PAGES = [
  'inbox',
  'alerts/A',
  'incidents',
  'incidents/i',
  `replay/${SESSION}?at=${eventId(7)}`,
  'sessions',
  'sources',
  'start',
  'fleet',
  'suppressions',
];
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

let browser: Browser;
let stub: Stub | undefined;
beforeAll(async () => {
  if (missingBrowser === undefined) browser = await openBrowser();
});
afterEach(() => stub?.stop());
afterAll(() => (missingBrowser === undefined ? browser.close() : undefined));

const start = async (answers: Answers) => (stub = await startStub(answers)).address;
const goTo = (path: string) => `location.hash = ${JSON.stringify(`#/${path}`)}`;

describe('every page', () => {
  for (const look of LOOKS)
    itNeeds(
      missingBrowser,
      `at ${look.width} pixels, ${look.colorScheme}: nothing serious for axe, nothing sideways, no error`,
      async () => {
        const alerts = manyAlerts(40);
        const address = await start(answersOf({ alerts, events: 60 }));
        const { page, complaints } = await openPage(browser, address, look);
        await page.waitForSelector('[role=option]');
        const found: string[] = [];
        for (const path of PAGES.map((path) => path.replace('A', alerts[0]!.id))) {
          await page.evaluate(goTo(path));
          await page.waitForLoadState('networkidle');
          found.push(...(await graveIssues(page)).map((issue) => `${path}: ${issue}`));
          const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          if (wide > 0) found.push(`${path}: ${wide} pixels wider than the window`);
        }
        expect({ found, complaints }).toEqual({ found: [], complaints: [] });
        await page.context().close();
      },
    );
});

itNeeds(
  missingBrowser,
  'words of agents are words: nothing that is planted in any field runs or becomes an element',
  async () => {
    const alerts = manyAlerts(20);
    const answers = hostile(answersOf({ alerts, events: 40 }));
    const address = await start(answers);
    const { page, complaints } = await openPage(browser, address);
    await page.waitForSelector('[role=option]');
    for (const path of PAGES.map((path) => path.replace('A', alerts[0]!.id))) {
      await page.evaluate(goTo(path));
      await page.waitForLoadState('networkidle');
      const explain = page.getByRole('button', { name: 'Explain' });
      while ((await explain.count()) > 0) await explain.first().click();
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
      await page.waitForLoadState('networkidle');
      // It is there to be read, and only to be read.
      if (path !== 'start') await page.getByText(MARK).first().waitFor({ state: 'attached' });
      expect([
        path,
        await page.evaluate<number>(
          'document.querySelectorAll(\'main img[src=x], main script, main iframe, [onerror], a[href^="javascript:" i]\').length',
        ),
      ]).toEqual([path, 0]);
    }
    expect(await page.evaluate('window.planted')).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

itNeeds(missingBrowser, 'the policy of the page forbids scripts and styles that stand in it', async () => {
  const { page, complaints } = await openPage(browser, await start(answersOf({ alerts: manyAlerts(1), events: 1 })));
  await page.waitForSelector('[role=option]');
  await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'window.planted = 1';
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { color: rgb(1, 2, 3) }';
    document.body.append(style);`);
  expect(await page.evaluate('window.planted')).toBeUndefined();
  expect(await page.evaluate('getComputedStyle(document.body).color')).not.toBe('rgb(1, 2, 3)');
  expect(complaints.filter((text) => text.includes('Content Security Policy'))).toHaveLength(2);
  await page.context().close();
});

itNeeds(
  missingBrowser,
  'fifty thousand alerts are searched, filtered and scrolled through, with a screenful of them in the page',
  async () => {
    const alerts = manyAlerts(50_000);
    const { page } = await openPage(browser, await start(answersOf({ alerts, events: 1 })));
    const shown = (predicate: (alert: Alert) => boolean) =>
      page
        .getByText(
          `${alerts.filter((alert) => OPEN.has(alert.state) && predicate(alert)).length.toLocaleString('en-GB')} alerts`,
          { exact: true },
        )
        .waitFor();
    const usual = ({ severity }: Alert) => severity !== 'low';
    await shown(usual);
    await page.fill('[type=search]', 'reverse-shell build-8');
    await shown((alert) => usual(alert) && alert.detector === 'reverse-shell' && alert.entities.host === 'build-8');
    await page.fill('[type=search]', '');
    await page.getByRole('button', { name: 'critical' }).click();
    await shown((alert) => usual(alert) && alert.severity !== 'critical');
    await page.evaluate("document.querySelector('.alerts').scrollTop = 1e9");
    const last = alerts.findLast((alert) => OPEN.has(alert.state) && usual(alert) && alert.severity !== 'critical');
    await page.getByText(last?.why ?? '', { exact: true }).waitFor();
    expect(await page.locator('[role=option]').count()).toBeLessThan(50);
    await page.context().close();
  },
);
const OPEN = new Set(['new', 'acknowledged', 'in-progress']);

itNeeds(missingBrowser, 'what is being read does not move: new alerts wait behind a bar', async () => {
  const alerts = manyAlerts(30);
  const { page } = await openPage(browser, await start(answersOf({ alerts, events: 1 })));
  const first = page.locator('[role=option]').first();
  await first.waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const before = await first.innerText();
  const fresh = { ...alerts[0]!, id: 'fresh', why: 'A fresh alert', createdAt: Date.now(), updatedAt: Date.now() };
  alerts.unshift(fresh);
  stub?.tell('alert', 'fresh');
  await page.getByRole('button', { name: '1 new' }).waitFor();
  expect(await first.innerText()).toBe(before);
  await page.keyboard.press('n');
  await page.getByText('A fresh alert').waitFor();
  expect(await first.innerText()).toContain('A fresh alert');
  await page.context().close();
});

itNeeds(missingBrowser, 'a session of ten thousand events is opened at its last alert, and stepped', async () => {
  const { page } = await openPage(browser, await start(answersOf({ alerts: manyAlerts(1), events: 10_000 })));
  await page.evaluate(goTo(`replay/${SESSION}?at=${eventId(9_607)}`));
  await page.getByText('9,608 of 10,000').waitFor();
  await page.keyboard.press('j');
  await page.getByText('9,609 of 10,000').waitFor();
  await page.keyboard.press('[');
  await page.getByText('9,608 of 10,000').waitFor();
  await page.getByRole('button', { name: 'Waterfall' }).click();
  expect(await page.locator('.fall.now').innerText()).toContain('make part-9607');
  expect(await page.locator('.fall').count()).toBeLessThan(80);
  await page.context().close();
});

itNeeds(missingBrowser, 'a session that lives is followed to what it does next', async () => {
  const known = { alerts: manyAlerts(1), events: 20 };
  const { page } = await openPage(browser, await start(answersOf(known)));
  await page.evaluate(goTo(`replay/${SESSION}`));
  await page.getByText('1 of 20').waitFor();
  await page.getByRole('button', { name: 'Follow' }).click();
  await page.getByText('20 of 20').waitFor();
  known.events = 23;
  await page.getByText('23 of 23').waitFor();
  await page.context().close();
});

itNeeds(missingBrowser, 'without a session it says how to get one', async () => {
  const refuse = () => {
    throw Object.assign(new Error('no'), { status: 401 });
  };
  const address = await start({ 'GET /api/session': refuse, 'POST /api/session': refuse });
  const { page } = await openPage(browser, address);
  await page.getByText('npx gander console-url').waitFor();
  expect(page.url()).not.toContain('code=');
  await page.context().close();
});
