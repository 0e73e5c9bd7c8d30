import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { copiesIn, isMany, pushes } from './copies';
import type { Copy } from './copies';
import { manifest } from './manifest';

interface Place {
  repository: string;
  path: string;
  looped: boolean;
  order?: string;
  at: number;
  eventId: string;
}

interface State {
  /** By what is written: into which repositories. */
  texts: Record<string, Place[]>;
  /** Texts that were told of, and how. */
  told: Record<string, 'written' | 'pushed'>;
}

const MAX_TEXTS = 32;
const MAX_PLACES = 32;

export const spread: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({ texts: {}, told: {} }),
  step(state, event, { analysis }) {
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const copies = copiesIn(event, analysis);
    for (const copy of copies) keep(state, copy, event);
    const pushed = pushes(analysis);
    if (copies.length === 0 && !pushed) return NO_DETECTIONS;
    const found = Object.entries(state.texts).flatMap(([text, places]) => judge(state, text, places, pushed) ?? []);
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function keep({ texts }: State, { text, repository, path, looped, order }: Copy, { at, id }: AgentEvent): void {
  const places = texts[text] ?? (Object.keys(texts).length < MAX_TEXTS ? (texts[text] = []) : []);
  if (places.length < MAX_PLACES && !places.some((one) => one.repository === repository))
    places.push({ repository, path, looped, ...(order === undefined ? {} : { order }), at, eventId: id });
}

function judge({ told }: State, text: string, places: readonly Place[], pushed: boolean): Detection | undefined {
  const many = places.some(isMany);
  if (places.length < 2 && !many) return undefined;
  const stage = pushed ? 'pushed' : 'written';
  if (told[text] === stage || told[text] === 'pushed') return undefined;
  told[text] = stage;
  const [first] = places;
  const count = many ? 'several' : String(places.length);
  const order = places.find((one) => one.order !== undefined)?.order;
  return {
    why: `The same text that agents or hooks obey was written into ${count} repositories${pushed ? ', and then pushed' : ''}: ${places
      .map(({ path }) => path)
      .slice(0, 4)
      .join(', ')}${order === undefined ? '' : `; it orders whoever reads it to ${order}`}`,
    severity: order === undefined ? (pushed ? 'medium' : 'low') : pushed ? 'high' : 'medium',
    confidence: 'medium',
    dedupeKey: first?.path ?? text.slice(0, 100),
    entities: { path: first?.path ?? '' },
    excerpt: text.slice(0, 300),
    also: places
      .slice(0, 8)
      .map(({ eventId, at, path }) => ({ eventId, at, excerpt: `written: ${path}`, phase: 'completed' })),
  };
}
