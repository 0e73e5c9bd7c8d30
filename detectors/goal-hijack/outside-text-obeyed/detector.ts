import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, OutsideText, SessionMemory } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import type { Act } from './act';
import { actsOf } from './acts';
import { manifest } from './manifest';
import { keepRemedies, remediesIn, remedyFor } from './remedies';
import type { Remedy } from './remedies';

interface State {
  remedies?: Remedy[];
}

const DID: Record<Act['kind'], string> = {
  'pipe-to-shell': 'ran what it downloaded from',
  'package-run': 'ran the package',
  'package-install': 'installed',
  send: 'sent data to',
  'credential-read': 'read the credential',
  publish: 'published or merged:',
  foothold: 'wrote to',
};

export const outsideTextObeyed: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    const { session } = context;
    const found: Detection[] = [];
    for (const act of actsOf(event, context)) {
      const remedy = remedyFor(state.remedies ?? [], act.subject);
      const text = remedy && !asked(session, act.subject) ? remedy : tainted(session, act);
      if (text) found.push(describe(act, text, event, remedy !== undefined));
    }
    const remedies = remediesIn(event);
    if (remedies.length > 0) keepRemedies((state.remedies ??= []), remedies);
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** The outside text in which the act's words stood, unless a person named what it acts on. */
function tainted(session: SessionMemory, act: Act): OutsideText | undefined {
  for (const { text: words, part } of act.words) {
    const text = words === '' ? undefined : session.taintOf(words, part);
    if (text) return asked(session, act.subject) ? undefined : text;
  }
  return undefined;
}

const asked = ({ prompts }: SessionMemory, subject: string): boolean =>
  subject.length > 2 && prompts.some((prompt) => prompt.includes(subject));

function describe(act: Act, { from, at, eventId }: OutsideText, event: AgentEvent, remedy: boolean): Detection {
  // A package that an answer offers as the cure is more than one that documentation names.
  const offered = remedy && act.severity === 'info';
  return {
    why: `The agent ${DID[act.kind]} ${act.subject}, as ${remedy ? 'the remedy offered by' : 'text from'} ${from} said and no prompt of a person did`,
    severity: offered ? 'medium' : act.severity,
    confidence: offered ? 'low' : (act.confidence ?? 'medium'),
    dedupeKey: `${act.kind}:${act.subject}`,
    techniques: ['T1204', act.technique],
    entities: entitiesOf(act),
    facts: ['outside-text'],
    also: eventId === event.id ? [] : [{ eventId, at, excerpt: `text from ${from}`, phase: 'completed' }],
  };
}

function entitiesOf({ kind, subject }: Act): NonNullable<Detection['entities']> {
  if (kind === 'package-run' || kind === 'package-install') return { package: subject };
  return kind === 'foothold' || kind === 'credential-read' ? { path: subject } : { destination: subject };
}
