import { existsSync } from 'node:fs';
import { preview } from '../../console/api/preview';
import type { Preview } from '../../console/api/preview';
import type { Alert } from '../../contracts/alert';
import type { Manifest } from '../../contracts/detector';
import type { Store } from '../../contracts/store';
import { loadDetectors } from '../../engine/detectors';
import { loadConfig } from '../../platform/config';
import { storeFile } from '../../platform/data-folder';
import { GanderError } from '../../platform/errors';
import { createLogger } from '../../platform/log';
import { spellOut } from '../../platform/spell-out';
import { openSqliteStore } from '../../store/sqlite/sqlite-store';
import { print, readArguments, wholeNumber } from '../verb';
import type { Verb } from '../verb';
import { propose } from './propose';
import type { Proposal } from './propose';
import { rankDetectors } from './rank';
import type { Ranked } from './rank';

/** Alerts that are looked at, the latest. */
const MOST_ALERTS = 50_000;
const AT_ONCE = 1_000;
const MOST_SHOWN = 5;

export interface Advice extends Omit<Ranked, 'harmlessAlerts'> {
  proposal?: Proposal & Pick<Preview, 'count' | 'protected' | 'blinds'>;
}

export const tuneVerb: Verb = {
  help: `Usage: gander tune [--limit N] [--json] [--data DIR] [--config FILE]

Ranks detectors by what people judged harmless (false positives, accepted risks) and by their alerts, the most costly first. For each that
has harmless ones, proposes the narrowest exception, and says which stored alerts and which of the detector's attack cases it would hide.
Nothing is changed: make a suppression in the console or by POST /api/suppressions, with an owner, a reason and an end.

Example:
  gander tune --limit 5`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      limit: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.length > 0) throw new GanderError('usage', 'expected: gander tune [--limit N]');
    const limit = wholeNumber('limit', values.limit, 10, 1, 1_000);
    const config = loadConfig({
      ...(values.config === undefined ? {} : { file: values.config }),
      ...(values.data === undefined ? {} : { overrides: { data: values.data } }),
    });
    const file = storeFile(config);
    if (!existsSync(file)) throw new GanderError('usage', `there is no store in ${config.data}`);
    const manifests = loadDetectors(config).map(({ manifest }) => manifest);
    const store = await openSqliteStore({ file, log: createLogger(config.log) });
    try {
      const advice = await advise(store, manifests, limit);
      if (values.json === true) print(JSON.stringify(advice));
      else if (advice.length === 0) print('There are no alerts yet.');
      else for (const one of advice) for (const line of linesOf(one)) print(line);
    } finally {
      await store.close();
    }
    return 0;
  },
};

/** What to do about the `limit` most costly detectors. */
export async function advise(store: Store, manifests: readonly Manifest[], limit: number): Promise<Advice[]> {
  const advice: Advice[] = [];
  for (const { harmlessAlerts, ...ranked } of rankDetectors(await latestAlerts(store)).slice(0, limit)) {
    const proposal = propose(harmlessAlerts);
    if (proposal === undefined) {
      advice.push(ranked);
      continue;
    }
    const { count, protected: kept, blinds } = await preview(store, manifests, proposal.match, ranked.tenant);
    advice.push({ ...ranked, proposal: { ...proposal, count, protected: kept, blinds } });
  }
  return advice;
}

async function latestAlerts(store: Store): Promise<Alert[]> {
  const alerts: Alert[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.alerts({ limit: AT_ONCE, ...(cursor !== undefined && { cursor }) });
    alerts.push(...page.alerts);
    cursor = page.next;
  } while (cursor !== undefined && alerts.length < MOST_ALERTS);
  return alerts;
}

function linesOf({ detector, tenant, alerts, harmless, resolved, suppressed, proposal }: Advice): string[] {
  const head = `${detector} (${tenant}): ${alerts} alerts, ${harmless} harmless, ${resolved} resolved, ${suppressed} suppressed`;
  if (proposal === undefined) return [head];
  const { match, fits, count, protected: kept, blinds } = proposal;
  const shown = Object.entries(match).map(([field, value]) => `${field}=${spellOut(value)}`);
  return [
    head,
    `  exception: ${shown.join(' ')}`,
    `  it fits ${fits} of the harmless; of all stored alerts it would hide ${count}${kept > 0 ? `, and never ${kept} that may not be hidden` : ''}`,
    blinds.length === 0
      ? '  it would blind no attack case'
      : `  it would blind ${blinds.length} attack cases: ${blinds.slice(0, MOST_SHOWN).join('; ')}${blinds.length > MOST_SHOWN ? ' …' : ''}`,
  ];
}
