/** Every scenario. A file that is missing here fails a test. */
import type { Scenario } from './scenario';
import { subagentReverseShell } from './stories/subagent-reverse-shell';

export const SCENARIOS: readonly Scenario[] = [subagentReverseShell];
