/** Which detectors cost people most: their alerts, and what people made of them. */
import type { Alert } from '../../contracts/alert';

export interface Ranked {
  tenant: string;
  detector: string;
  alerts: number;
  /** Judged to be no danger: false positives and accepted risks. */
  harmless: number;
  /** Judged to be what they said. */
  resolved: number;
  /** Kept from people by a suppression. */
  suppressed: number;
  harmlessAlerts: readonly Alert[];
}

/** The most that were harmless first, then the most alerts. */
export function rankDetectors(alerts: readonly Alert[]): Ranked[] {
  const groups = Map.groupBy(alerts, ({ tenant, detector }) => JSON.stringify([tenant, detector]));
  return [...groups.values()].flatMap((own) => rankedOf(own)).sort(byCost);
}

function rankedOf(own: readonly Alert[]): Ranked[] {
  const [first] = own;
  if (first === undefined) return [];
  const harmlessAlerts = own.filter(({ state }) => state === 'false-positive' || state === 'risk-accepted');
  return [
    {
      tenant: first.tenant,
      detector: first.detector,
      alerts: own.length,
      harmless: harmlessAlerts.length,
      resolved: own.filter(({ state }) => state === 'resolved').length,
      suppressed: own.filter(({ suppressedBy }) => suppressedBy !== undefined).length,
      harmlessAlerts,
    },
  ];
}

const byCost = (a: Ranked, b: Ranked): number =>
  b.harmless - a.harmless || b.alerts - a.alerts || (a.detector < b.detector ? -1 : 1);
