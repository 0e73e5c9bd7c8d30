import type { Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { Detection, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { commandLine } from '../../signs';
import { packagesOf } from '../installs';
import { manifest } from './manifest';

/** Tools of open markets. */
const MARKETS =
  /^(?:clawhub|molthub|clawdhub|skills|add-skill|skills-cli|openskills|skillsmp|@smithery\/cli|smithery|mcp-get|ai-agent-skills)$/;
const INSTALLS = /^(?:install|i|add|get|update)$/;
/** Folders from which agents take skills, plug-ins, extensions, commands and sub-agents. */
const OBEYED =
  /(?:^|\/)\.(?:claude|codex|gemini|qwen|agents|openclaw|clawdbot|cursor|copilot|cline|opencode|goose|kiro)\/(?:[\w.-]{1,60}\/){0,3}(?:skills?|plugins?|extensions?|commands?|agents?)(?:\/|$)|\/(?:openclaw|opencode)\/(?:skills?|plugins?)(?:\/|$)/;
const HOSTS: ReadonlySet<string> = new Set(['code-host', 'release', 'registry']);

export const skillInstall: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const { analysis } = context;
    const all = invocations(analysis);
    if (all.length === 0 || event.phase === 'denied') return NO_DETECTIONS;
    const found = [
      ...all.slice(0, 200).flatMap((one) => [...byMarket(one), ...behindPassword(one, context)]),
      ...runMarket(context),
      ...intoFolder(context),
    ];
    if (found.length === 0) return NO_DETECTIONS;
    return [...new Map(found.map((one) => [one.dedupeKey, one])).values()].slice(0, 8);
  },
};

function byMarket(one: Invocation): Detection[] {
  const words = argv(one);
  return MARKETS.test(one.program) ? named(one.program, words, one) : [];
}

/** `npx clawhub@latest install NAME`. */
const runMarket = ({ analysis }: DetectorContext): Detection[] =>
  packagesOf(analysis)
    .filter(({ name, run }) => run && MARKETS.test(name))
    .flatMap(({ name, by }) => named(name, argv(by), by));

function named(market: string, words: readonly string[], one: Invocation): Detection[] {
  const at = words.findIndex((word) => INSTALLS.test(word));
  const skill = at < 0 ? undefined : words.slice(at + 1).find((word) => !word.startsWith('-'));
  return skill === undefined
    ? []
    : [
        tell(`A skill comes from the open market ${market}: ${skill.slice(0, 100)}`, 'low', `skill ${skill}`, one, [
          'T1195.002',
        ]),
      ];
}

/** A clone, download or archive whose place is a folder that an agent obeys. */
function intoFolder({ analysis }: DetectorContext): Detection[] {
  const into = analysis.transfers.find(
    ({ direction, path }) => direction === 'in' && path !== undefined && OBEYED.test(path.path),
  );
  const one = into?.invocation === undefined ? undefined : invocations(analysis)[into.invocation];
  if (into?.path === undefined || one === undefined) return [];
  const severity = severityOf(into);
  return severity === undefined
    ? []
    : [
        tell(
          `What an agent obeys is fetched from ${into.destination?.host ?? 'a place that is known only when it runs'} into ${into.path.path}`,
          severity,
          `folder ${into.path.given}`,
          one,
          ['T1195.002'],
        ),
      ];
}

function severityOf({ destination }: Transfer): Severity | undefined {
  if (destination?.class === 'loopback' || destination?.class === 'private') return undefined;
  return destination?.service !== undefined && HOSTS.has(destination.service) ? 'low' : 'medium';
}

/** A password in the command opens an archive that this command or an earlier one of the session fetched. */
function behindPassword(one: Invocation, { analysis, session }: DetectorContext): Detection[] {
  const archive = openedBy(one);
  if (archive === undefined) return [];
  const resolved = analysis.reads.find(({ given }) => given === archive)?.path ?? archive;
  const here = analysis.transfers.find(
    ({ direction, path }) => direction === 'in' && (path?.path === resolved || path?.given === archive),
  );
  const host = here?.destination?.host ?? session.downloads.get(resolved)?.host;
  return host === undefined
    ? []
    : [
        tell(
          `An archive from ${host} is opened with a password from the command, so that no scanner saw what it holds: ${archive.slice(0, 100)}`,
          'medium',
          `archive ${archive.split('/').at(-1) ?? ''}`,
          one,
          ['T1027.013', 'T1204'],
        ),
      ];
}

/** The archive, when a password stands beside it. */
function openedBy(one: Invocation): string | undefined {
  const words = argv(one);
  const given =
    one.program === 'unzip'
      ? words.some((word) => /^-\w{0,4}P/.test(word))
      : /^(?:7z|7za|7zz|7zr|unrar|rar|bsdtar|unar)$/.test(one.program) &&
        words.some((word) => /^(?:-p\S+|--passphrase(?:=.*)?|-password)$/.test(word));
  return given ? words.find((word) => /\.(?:zip|7z|rar|001)$/i.test(word)) : undefined;
}

const tell = (
  why: string,
  severity: Severity,
  dedupeKey: string,
  one: Invocation,
  techniques: string[],
): Detection => ({
  why,
  severity,
  dedupeKey: dedupeKey.slice(0, 200),
  techniques,
  excerpt: commandLine(one),
});
