/** The plug-in border of hooks: one file each agent, pure: the JSON that a hook posts in, drafts of events out. Gander only observes. */
import type { Attributes } from '../../contracts/telemetry';
import type { Reading } from '../dialects/draft';

/** The JSON object that an agent gives its hooks, within the limits of `collector.limits`. */
export type Payload = Attributes;

export interface HookReader {
  /** The name of the agent's dialect: hook and telemetry of one act have the same scope. */
  readonly name: string;
  /** Never throws on any input. */
  read(payload: Payload): Reading;
}
