/**
 * A fact carries an event from the partition where it was seen to the partition of another key (host, user, repository …), for the
 * detectors that are keyed by it. Those detectors see facts only, also when both keys meet in one partition: so 1 and 12 partitions agree.
 */
import type { AgentEvent } from './event';

/**
 * `tree`: a session with the sub-agents that have conversations of their own, by the scope of the one that spawned them (one level; only
 * with `order: event-time`, since the link may come after the first acts). `secret`: the fingerprint of a secret's value, at most 8 an
 * event. `entity`: whatever baselines are kept of, all of one detector: `agent <family>`, `host <name>`, `user <name>`, `repository <name>`,
 * `account <name>` and `fleet`, which is everything of the tenant. Only of `activity`, a summary of minutes: so the load of the fleet's one
 * key is bounded by the number of live sessions, not by what they do.
 */
export type FactKey = 'host' | 'user' | 'repository' | 'account' | 'tree' | 'secret' | 'entity';

export interface Fact {
  /** Made of the event id, the content told (a call may have several), the key and the order: the same event gives the same fact. */
  id: string;
  tenant: string;
  keyBy: FactKey;
  /** Value of the key, with its tenant the stream key: `host:<name>`. */
  key: string;
  /** Which detectors it is for. Those of `event-time` get facts that were joined in order of time, so that shuffling changes nothing. */
  order: 'any' | 'event-time';
  event: AgentEvent;
}
