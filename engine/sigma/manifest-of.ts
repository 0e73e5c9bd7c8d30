/** What an imported rule says of itself, as the manifest of a detector. */
import type { Manifest } from '../../contracts/detector';
import type { About } from './rule';

/** ATT&CK techniques among the tags: `attack.t1059.004`. */
export function techniquesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
}

const MAX_ID = 61;

/** The rule's own id where it has one, else of its title; `prefix` keeps it apart from shipped detectors. */
export function idOf(prefix: string, { id, name, title }: Pick<About, 'id' | 'name' | 'title'>): string {
  const plain = (id ?? name ?? title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${prefix}-${plain || 'rule'}`.slice(0, MAX_ID).replace(/-+$/, '');
}

type Working = Pick<Manifest, 'needs' | 'fields' | 'order' | 'keyBy' | 'window'>;

export function manifestOf(id: string, about: About, file: string, working: Working): Manifest {
  return {
    id,
    version: '1.0.0',
    title: about.title,
    description: (about.description ?? about.title).trim().slice(0, 2_000),
    severity: about.level ?? 'medium',
    confidence: 'medium',
    maturity: about.status === 'stable' ? 'stable' : 'experimental',
    attack: techniquesOf(about.tags),
    atlas: [],
    owasp: [],
    ...working,
    falsePositives: about.falsePositives.length > 0 ? about.falsePositives : ['The rule names none.'],
    blindSpots: ['Whatever the pattern of the rule does not match; imported rules look at text, not at what is meant.'],
    triage: [
      `Read the rule in ${file}: what does it look for, and is that what happened here?`,
      'Look at the steps of the session before and after.',
    ],
  };
}
