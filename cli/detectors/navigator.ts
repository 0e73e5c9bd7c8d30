/** Techniques by detector, as the ATT&CK Navigator reads them (layer format 4.5). */
import { ATTACK_RELEASE, techniqueOf } from '../../contracts/attack';
import type { Manifest } from '../../contracts/detector';

export interface NavigatorLayer {
  name: string;
  description: string;
  domain: 'enterprise-attack';
  versions: { layer: string; attack: string; navigator: string };
  techniques: NavigatorTechnique[];
  gradient: { colors: string[]; minValue: number; maxValue: number };
  showTacticRowBackground: boolean;
  selectTechniquesAcrossTactics: boolean;
}

export interface NavigatorTechnique {
  techniqueID: string;
  /** How many detectors. */
  score: number;
  /** Which ones. */
  comment: string;
  enabled: boolean;
  showSubtechniques: boolean;
}

/** Ids that the pinned release does not have are left out: the Navigator would not show them. */
export function navigatorLayer(manifests: readonly Manifest[]): NavigatorLayer {
  const byTechnique = new Map<string, string[]>();
  for (const { id, attack } of manifests) {
    for (const technique of new Set(attack.flatMap((given) => techniqueOf(given)?.id ?? []))) {
      byTechnique.set(technique, [...(byTechnique.get(technique) ?? []), id]);
    }
  }
  const techniques = [...byTechnique].sort(([a], [b]) => (a < b ? -1 : 1)).map(entry(byTechnique));
  return {
    name: 'Gander',
    description: `Techniques that ${manifests.length} detectors name; the score is how many of them.`,
    domain: 'enterprise-attack',
    versions: { layer: '4.5', attack: ATTACK_RELEASE.split('.')[0] ?? ATTACK_RELEASE, navigator: '5.1.0' },
    techniques,
    gradient: { colors: ['#d6e6f4', '#08519c'], minValue: 0, maxValue: maximum(techniques) },
    showTacticRowBackground: false,
    selectTechniquesAcrossTactics: true,
  };
}

const entry =
  (all: ReadonlyMap<string, unknown>) =>
  ([techniqueID, detectors]: [string, string[]]): NavigatorTechnique => ({
    techniqueID,
    score: detectors.length,
    comment: detectors.join(', '),
    enabled: true,
    showSubtechniques: [...all.keys()].some((other) => other.startsWith(`${techniqueID}.`)),
  });

const maximum = (techniques: readonly NavigatorTechnique[]): number =>
  techniques.reduce((most, { score }) => Math.max(most, score), 1);
