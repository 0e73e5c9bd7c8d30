/** Every way in which an event takes away what watches the agent; also read by the detector of what comes after. */
import type { PathClass } from '../../../contracts/analysis';
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { invocations } from '../../programs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import { byProcessNumber, onGander } from './own-process';
import { telemetryIn, telemetryOff } from './telemetry';

const SETTINGS: ReadonlySet<PathClass> = new Set(['agent-configuration', 'shell-profile']);
const TRANSCRIPT =
  /\/\.claude\/(?:projects(?:\/|$)|history\.jsonl$|todos(?:\/|$)|sessions?(?:\/|$))|\/\.codex\/(?:sessions(?:\/|$)|history\.jsonl$|archived_sessions)|\/\.gemini\/tmp(?:\/|$)|\/\.qwen\/(?:tmp|projects)(?:\/|$)|\/\.copilot\/(?:session-state|history-session-state|logs)(?:\/|$)|\/\.cursor\/(?:chats|projects)(?:\/|$)|\/opencode\/(?:storage|opencode\.db)|\/\.cline\/data\/(?:tasks|sessions)|\/\.openclaw\/(?:agents\/[^/]{1,80}\/sessions|logs)/;
/** Gander's files by their name; the data folder is named by its owner. */
const OWN = /\/(?:gander\.ya?ml|api-token|gander)$|\/\.?gander\/|\/gander-data\//;
/** The project's own checkout of Gander, and its folders of sources. */
const SOURCE = /\/(?:src|docs|test|tests|node_modules|build|dist|detectors|analysis)\//;
const REPORTS = /gander|otel|telemetry|4317|4318|4319|audit|monitor/i;

export function tamperings(event: AgentEvent, context: DetectorContext): Sign[] {
  return [...onFiles(event, context), ...onSettings(event, context), ...onPrograms(event, context)];
}

function onPrograms(event: AgentEvent, { analysis }: DetectorContext): Sign[] {
  const all = invocations(analysis);
  if (all.length === 0) return [];
  const excerpt = event.action.type === 'exec' ? (event.action.command ?? '').slice(0, 300) : '';
  return [...all.flatMap(onGander), ...byProcessNumber(all), ...telemetryOff(all, excerpt)];
}

/** Transcripts and Gander's files that are removed or emptied, and Gander's settings that are written. */
function onFiles(event: AgentEvent, { analysis }: DetectorContext): Sign[] {
  const removed = analysis.deletes.flatMap(({ path, given, insideProject }): Sign[] => {
    const transcript = TRANSCRIPT.test(path) && !/\/memory(?:\/|$)/.test(path);
    const own = OWN.test(path) && !SOURCE.test(path) && insideProject !== true;
    if (!transcript && !own) return [];
    return [
      sign(
        `file:${tailOf(given)}`,
        own ? `Gander's own files are removed: ${path}` : `Transcripts of the agent's sessions are removed: ${path}`,
        own ? 'high' : 'medium',
        own ? 'T1685' : 'T1070.004',
        path,
        event,
      ),
    ];
  });
  const gone = new Set(analysis.deletes.map(({ path }) => path));
  const written = analysis.writes.flatMap(({ path, given, insideProject }): Sign[] =>
    gone.has(path) || !OWN.test(path) || SOURCE.test(path) || insideProject === true
      ? []
      : [sign(`file:${tailOf(given)}`, `Gander's own files are changed: ${path}`, 'high', 'T1685', path, event)],
  );
  return [...removed, ...written];
}

/** Settings of agents that switch telemetry off or take reporting hooks out. */
function onSettings(event: AgentEvent, { analysis, session }: DetectorContext): Sign[] {
  return writingsOf(event, analysis, session, SETTINGS).flatMap(({ path, content, removed, contained }): Sign[] => {
    const off = telemetryIn(content) ?? (path.class === 'agent-configuration' ? takenOut(removed, content) : undefined);
    if (off === undefined) return [];
    return [
      sign(
        `settings:${tailOf(path.given)}`,
        `${off} in ${path.path}`,
        contained ? 'low' : 'high',
        'T1685',
        path.path,
        event,
      ),
    ];
  });
}

/** `sed '/OTEL_/d'`: lines of telemetry that an editor's script drops. */
const LINES_OUT =
  /(?:^|[\s'"])\/[^/\s]{0,60}(?:OTEL|TELEMETRY|gander|431[789])[^/\s]{0,60}\/(?:,[^\s;]{1,60})?d(?:['";\s]|$)/i;

function takenOut(removed: string, content: string): string | undefined {
  if (
    removed !== '' &&
    REPORTS.test(removed) &&
    /hook|OTEL|TELEMETRY|exporter/i.test(removed) &&
    !REPORTS.test(content)
  )
    return 'A reporting hook or telemetry setting is taken out';
  if (LINES_OUT.test(content.slice(0, 8_192))) return 'A reporting hook or telemetry setting is taken out';
  return /del\(\s{0,4}\.(?:hooks|env)\b|disableAllHooks["']?\s{0,4}[:=]\s{0,4}(?:true|1)/.test(content.slice(0, 8_192))
    ? 'All hooks or the environment of the agent are taken out'
    : undefined;
}

function sign(
  what: string,
  why: string,
  severity: Sign['severity'],
  technique: string,
  path: string,
  { action }: AgentEvent,
): Sign {
  const excerpt = action.type === 'exec' ? (action.command ?? path) : path;
  return { what, why, severity, techniques: [technique], excerpt: excerpt.slice(0, 300), path, facts: ['tampering'] };
}
