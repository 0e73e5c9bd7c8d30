/** Which run of Gander this is. Its own telemetry carries it as resource attribute, and its collector takes no telemetry that has it. */
import { randomBytes } from 'node:crypto';

/** Name of the resource attribute on Gander's own telemetry. */
export const INSTANCE_ATTRIBUTE = 'gander.instance.id';

/** Random at start, so that no sender can know it. Each thread loads its own copy: hand this one over to threads. */
export const INSTANCE_ID = randomBytes(16).toString('hex');
