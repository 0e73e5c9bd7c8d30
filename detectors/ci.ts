/** Whether an agent runs in CI, as far as telemetry shows it: by the folders of known runners, or by the name of the host. */
import type { DetectorContext } from '../contracts/detector';
import type { AgentEvent } from '../contracts/event';

const FOLDER =
  /^(?:\/home\/runner\/|\/github\/workspace|\/__w\/|\/builds\/[^/]{1,80}\/|\/var\/lib\/jenkins\/|\/bitrise\/|\/drone\/|\/Users\/runner\/|\/opt\/actions-runner)/;
const HOST = /(?:^|[-_.])(?:ci|runners?|gha|buildkite|jenkins|actions)(?:[-_.\d]|$)/i;

export function runsInCi({ host, action }: AgentEvent, { session }: DetectorContext): boolean {
  if (host !== undefined && HOST.test(host)) return true;
  const folders = [
    session.cwd,
    session.project,
    'cwd' in action ? action.cwd : undefined,
    'path' in action ? action.path : undefined,
  ];
  return folders.some((folder) => folder !== undefined && FOLDER.test(folder));
}
