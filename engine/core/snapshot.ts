/** The engine's state as bytes: versioned JSON. Maps and sets become lists; all else is plain already. */
import type { InstallationContext } from '../../contracts/detector';
import { GanderError, messageOf } from '../../platform/errors';
import type { Actions, Call } from './actions';
import { contentOf } from './content';
import type { Counts } from './counts';
import type { Slot } from './dispatch';
import type { Scope } from './scope';

/** Raised whenever the shape changes; an older snapshot is refused and the stream read again. */
const VERSION = 2;
/** Largest state that a detector may keep of one key, characters of JSON. */
const MAX_STATE = 64 * 1024;

interface State {
  now: number;
  installation: InstallationContext;
  scopes: ReadonlyMap<string, Scope>;
  lanes: ReadonlyMap<string, Scope>;
  /** Alerts of baselines that people need not hear of, with the end of it. */
  taught?: [alert: string, until: number][];
}

export function pack(state: State & { slots: readonly Slot[] }, counts: Counts): Uint8Array {
  const { now, installation, scopes, lanes, slots, taught = [] } = state;
  const detectors = slots.map((slot) => ({
    id: slot.detector.manifest.id,
    version: slot.detector.manifest.version,
    failures: slot.failures,
    states: [...slot.states].filter(([key, { state: kept }]) => isKeepable(slot, key, kept, counts)),
  }));
  const packed = {
    version: VERSION,
    now,
    installation,
    scopes: packAll(scopes),
    lanes: packAll(lanes),
    taught,
    detectors,
  };
  return Buffer.from(JSON.stringify(packed));
}

/** State that is no JSON or too large is its detector's failure, and must not spoil the snapshot of the others. */
function isKeepable(slot: Slot, key: string, state: unknown, counts: Counts): boolean {
  try {
    if (JSON.stringify(state).length <= MAX_STATE) return true;
  } catch {
    // Circular, or a bigint: counted below like one that is too large.
  }
  slot.states.delete(key);
  slot.failures += 1;
  counts.add('gander_detector_failures_total', { detector: slot.detector.manifest.id });
  return false;
}

type Packed = Omit<State, 'scopes' | 'lanes'> & {
  version: number;
  scopes: [string, PackedScope][];
  lanes: [string, PackedScope][];
  detectors: { id: string; version: string; failures: number; states: [string, { state: unknown; at: number }][] }[];
};

/** Reads a snapshot; puts the states of those detectors back that are still the same version. Throws `snapshot_incompatible`. */
export function unpack(bytes: Uint8Array, slots: readonly Slot[]): State {
  const packed = parse(bytes);
  for (const slot of slots) {
    const { id, version } = slot.detector.manifest;
    const kept = packed.detectors.find((one) => one.id === id && one.version === version);
    slot.states = new Map(kept?.states);
    slot.failures = kept?.failures ?? 0;
  }
  const { now, installation, taught = [] } = packed;
  return { now, installation, taught, scopes: unpackAll(packed.scopes), lanes: unpackAll(packed.lanes) };
}

function parse(bytes: Uint8Array): Packed {
  try {
    const packed = JSON.parse(Buffer.from(bytes).toString()) as Packed;
    if (packed.version !== VERSION) throw new Error(`it has version ${packed.version}, this is ${VERSION}`);
    if (!Array.isArray(packed.scopes) || !Array.isArray(packed.lanes)) throw new Error('it holds no state');
    return packed;
  } catch (error) {
    throw new GanderError('snapshot_incompatible', `the snapshot cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

type PackedScope = ReturnType<typeof packScope>;

const packAll = (scopes: ReadonlyMap<string, Scope>): [string, PackedScope][] =>
  [...scopes].map(([key, scope]) => [key, packScope(scope)]);

const unpackAll = (packed: [string, PackedScope][]): Map<string, Scope> =>
  new Map(packed.map(([key, scope]) => [key, unpackScope(scope)]));

function packScope(scope: Scope) {
  const { seen, actions, ordered, memory, rates, orderedRates } = scope;
  return {
    ...scope,
    seen: { ...seen, now: [...seen.now], before: [...seen.before] },
    actions: packActions(actions),
    ordered: packActions(ordered),
    memory: { ...memory, files: [...memory.files] },
    rates: [...rates],
    orderedRates: [...orderedRates],
  };
}

/** The content of a variant is that of its event, and is read from it again. */
function packActions(actions: Actions) {
  const calls = [...actions.calls].map(([key, call]) => {
    const variants = call.variants.map(({ content: _, ...variant }) => variant);
    return [key, { ...call, variants }] as const;
  });
  return { ...actions, calls };
}

function unpackActions(packed: ReturnType<typeof packActions>): Actions {
  const calls = packed.calls.map(([key, call]): [string, Call] => {
    const variants = call.variants.flatMap((variant) => {
      const content = contentOf(variant.event);
      return typeof content === 'string' ? [] : [{ ...variant, content }];
    });
    return [key, { ...call, variants }];
  });
  return { ...packed, calls: new Map(calls) };
}

function unpackScope(packed: PackedScope): Scope {
  const { seen, actions, ordered, memory, rates, orderedRates } = packed;
  return {
    ...packed,
    seen: { ...seen, now: new Set(seen.now), before: new Set(seen.before) },
    actions: unpackActions(actions),
    ordered: unpackActions(ordered),
    memory: { ...memory, files: new Map(memory.files) },
    rates: new Map(rates),
    orderedRates: new Map(orderedRates),
  };
}
