/** A detector's answer becomes a finding: ids, context facts, entities, evidence. All of it a pure function of the step. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { InstallationContext, OutsideText, SessionMemory } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { EVIDENCE_FACTS } from '../../contracts/finding';
import type { Detection, Entities, Evidence, EvidenceFact, Finding } from '../../contracts/finding';
import { confidenceOf } from '../../contracts/severity';
import { isCut, textOf } from './content';
import { isBypass } from './course';
import type { Mark } from './course';
import { digestOf } from './digest';
import type { ActiveDetector } from './dispatch';
import { joinsOf } from './joins';

/** Everything a finding is made of beside the detection itself. */
export interface Ground {
  event: AgentEvent;
  marks: readonly Mark[];
  analysis: EventAnalysis;
  session: SessionMemory;
  installation: InstallationContext;
  /** `AgentEvent.scope`, or `<keyBy>:<value>` of a fact. */
  scope: string;
  /** What links tell of the scope. */
  linked: { session?: string; host?: string; within?: string };
  traceparent?: string | undefined;
}

/** Bounds of what an alert may say, in characters: an agent's words go into it, whatever their length. */
const MAX_TEXT = 1_000;
const MAX_NAME = 200;
const MAX_EXCERPT = 500;
/** A command this short may stand in a prompt by chance. */
const MIN_ASKED = 12;

export function findingOf({ detector }: ActiveDetector, detection: Detection, ground: Ground): Finding {
  const { manifest } = detector;
  const { event, scope } = ground;
  const outside = ground.session.taintOf(givenText(event.action), detection.excerpt);
  const facts = factsOf(detection, ground, outside !== undefined);
  const alertId = digestOf(event.tenant, manifest.id, detection.dedupeKey, scope);
  const baseSeverity = detection.severity ?? manifest.severity;
  const confidence = confidenceOf(detection.confidence ?? manifest.confidence, facts);
  return {
    id: digestOf(alertId, event.id, baseSeverity, confidence, ...facts),
    alertId,
    tenant: event.tenant,
    scope,
    detector: manifest.id,
    detectorVersion: manifest.version,
    title: manifest.title,
    // What only running shows is told as left out.
    why: cut(detection.why.replaceAll('\uFFFD', '…'), MAX_TEXT),
    baseSeverity,
    confidence,
    facts,
    techniques: detection.techniques ?? [...manifest.attack, ...manifest.atlas],
    entities: entitiesOf(event, detection.entities, ground.linked),
    evidence: [
      evidenceOf(event, detection.excerpt),
      ...(detection.also ?? []).slice(0, 20).map(boundedEvidence),
      ...(outside ? [sourceEvidence(outside)] : []),
    ],
    tree: treeOf(ground),
    joins: joinsOf(event, detection, ground.analysis, ground.installation, outside !== undefined),
    mode: manifest.maturity === 'stable' ? 'page' : 'alert',
    at: event.at,
    receivedAt: event.receivedAt,
    source: {
      dialect: event.source.dialect,
      ...(event.source.service !== undefined && { service: cut(event.source.service, MAX_NAME) }),
      ...(event.source.version !== undefined && { version: cut(event.source.version, MAX_NAME) }),
    },
    triage: manifest.triage,
    falsePositives: manifest.falsePositives,
    ...(ground.traceparent !== undefined && { traceparent: ground.traceparent }),
  };
}

/** Of a fact that is kept by tree, the tree is in its key. */
function treeOf({ event, scope, linked }: Ground): string[] {
  const root = scope.startsWith('tree:') ? scope.slice('tree:'.length) : linked.within;
  return root === undefined || root === event.scope ? [event.scope] : [event.scope, root];
}

function factsOf(detection: Detection, ground: Ground, fromOutside: boolean): EvidenceFact[] {
  const held = new Set<EvidenceFact>([...(detection.facts ?? []), ...ground.marks]);
  const { event, session, installation } = ground;
  const places = [event.host, event.account, event.repository, detection.entities?.destination];
  const named = (list: readonly string[]) => places.some((place) => place !== undefined && list.includes(place));
  if (isCut(event)) held.add('partial-content');
  if (fromOutside) held.add('outside-text');
  const modes = [event.permission?.mode, session.permissionMode, session.sandbox];
  if (modes.some(isBypass)) held.add('bypass-mode');
  if (named(installation.production)) held.add('production-target');
  if (named(installation.throwAway)) held.add('sandboxed');
  if (askedForAndApproved(event, session)) held.add('asked-for-and-approved');
  return EVIDENCE_FACTS.filter((fact) => held.has(fact));
}

/** What the act was given; what was said is no act. */
const givenText = (action: AgentEvent['action']): string =>
  action.type === 'prompt' || action.type === 'output' ? '' : textOf(action);

function sourceEvidence({ eventId, at, from }: OutsideText): Evidence {
  return boundedEvidence({ eventId, at, excerpt: `words of the act stood before in: ${from}`, phase: 'completed' });
}

/** This very text stood in a person's prompt, and a person approved the call. */
function askedForAndApproved({ permission, action }: AgentEvent, session: SessionMemory): boolean {
  if (permission?.decision !== 'accept' || !/^user/i.test(permission.by ?? '')) return false;
  const asked = textOf(action).trim();
  return asked.length >= MIN_ASKED && session.prompts.some((prompt) => prompt.includes(asked));
}

function entitiesOf(event: AgentEvent, stated: Entities | undefined, linked: Ground['linked']): Entities {
  const known: Entities = {};
  for (const [name, value] of Object.entries(stated ?? {}) as [keyof Entities, string][])
    known[name] = cut(value, MAX_TEXT);
  const fill = (name: keyof Entities, value: string | undefined) => {
    if (known[name] === undefined && value !== undefined) known[name] = cut(value, MAX_NAME);
  };
  fill('session', event.session ?? linked.session);
  fill('agent', event.agent.name ?? event.agent.id ?? event.agent.family);
  fill('user', event.user);
  fill('host', event.host ?? linked.host);
  fill('repository', event.repository);
  fill('account', event.account);
  return known;
}

function evidenceOf(event: AgentEvent, excerpt: string | undefined): Evidence {
  const { action, callId } = event;
  const tool = 'tool' in action ? action.tool : undefined;
  return boundedEvidence({
    eventId: event.id,
    at: event.at,
    excerpt: excerptOf(textOf(action), excerpt),
    phase: event.phase,
    ...(tool !== undefined && { tool }),
    ...(callId !== undefined && { callId }),
  });
}

function boundedEvidence({ tool, callId, ...piece }: Evidence): Evidence {
  return {
    ...piece,
    excerpt: cut(piece.excerpt, MAX_EXCERPT),
    ...(tool !== undefined && { tool: cut(tool, MAX_NAME) }),
    ...(callId !== undefined && { callId: cut(callId, MAX_NAME) }),
  };
}

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** The part that shows it with what stands around it, as far as there is room. */
function excerptOf(text: string, shown: string | undefined): string {
  if (shown === undefined) return text.slice(0, MAX_EXCERPT);
  const at = text.indexOf(shown);
  if (at < 0 || shown.length >= MAX_EXCERPT) return shown.slice(0, MAX_EXCERPT);
  const start = Math.max(0, Math.min(at - Math.floor((MAX_EXCERPT - shown.length) / 2), text.length - MAX_EXCERPT));
  return text.slice(start, start + MAX_EXCERPT);
}
