/** Log and history files that are removed, emptied or overwritten. */
import type { EventAnalysis, ResolvedPath } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';
import type { Sign } from '../../signs';
import { tailOf } from '../../writings';

const SYSTEM_LOG =
  /^(?:\/private)?\/var\/(?:log|audit|adm|run\/(?:utmp|wtmp))(?:\/|$)|\/winevt\/logs\/|\/library\/logs(?:\/|$)|^\/var\/lib\/docker\/containers\/|^\/run\/log\/|\/(?:wtmp|btmp|utmp|lastlog|faillog)$/i;
const MAIL = /^\/var\/(?:spool\/)?mail(?:\/|$)|\/Library\/Mail(?:\/|$)/;
/** Programs whose redirection onto a log replaces it, where a service would go on writing. */
const REPLACES = /^(?:echo|printf|cat|:|true|dd|yes|head|tail|null|)$/;

export function inFiles(event: AgentEvent, analysis: EventAnalysis): Sign[] {
  const removed = analysis.deletes.flatMap((path) => wiped(path, 'removed or emptied', event));
  const written =
    analysis.writes.length === 0 ? [] : overwritten(analysis).flatMap((path) => wiped(path, 'overwritten', event));
  const emptied =
    analysis.code.length === 0 ? [] : byCode(analysis).flatMap((path) => wiped(path, 'emptied by code', event));
  return [...removed, ...written, ...emptied];
}

/** `echo '' > log`, `dd of=log`, `ln -sf /dev/null history`; what is appended is none. */
function overwritten(analysis: EventAnalysis): ResolvedPath[] {
  const candidates = analysis.writes.filter(
    ({ path, class: kind }) => kind === 'log' || kind === 'shell-history' || MAIL.test(path),
  );
  if (candidates.length === 0) return [];
  const all = invocations(analysis);
  return candidates.filter(({ given }) =>
    all.some(
      (one) =>
        one.redirections.some(
          ({ operator, target }) =>
            /^(?:>|>\||&>)$/.test(operator) &&
            target.text === given &&
            REPLACES.test(one.program) &&
            isShort(one.stdout),
        ) ||
        (one.program === 'ln' && argv(one).includes('/dev/null') && argv(one).includes(given)) ||
        (one.program === 'dd' && argv(one).some((word) => word === `of=${given}`)) ||
        (/^(?:sed|gsed)$/.test(one.program) &&
          argv(one).includes(given) &&
          argv(one).some((word) => /^(?:[^/]{0,20}\/[^/]{1,200}\/)?[\d,$]{0,12}d$/.test(word))),
    ),
  );
}

/** Logs of the system that code opens to write: services open their own to append, by another way. */
const byCode = ({ code, writes }: EventAnalysis): ResolvedPath[] => {
  const opened = code.flatMap(({ kind, literals }) => (kind === 'file-write' ? literals.slice(0, 1) : []));
  return opened.length === 0 ? [] : writes.filter(({ given, class: kind }) => kind === 'log' && opened.includes(given));
};

/** A few words, or unknown text: a report of its own would be longer. */
const isShort = (text: string | undefined): boolean => text === undefined || text.trim().length < 40;

function wiped(path: ResolvedPath, how: string, { action }: AgentEvent): Sign[] {
  const kind = kindOf(path);
  if (kind === undefined) return [];
  const excerpt = action.type === 'exec' ? (action.command ?? path.given) : path.given;
  return [
    {
      what: tailOf(path.given),
      why: `${kind.name} is ${how}: ${path.path}`,
      severity: path.insideProject === true || isUpkeep(path, excerpt) ? 'low' : 'medium',
      techniques: how === 'overwritten' || FILLS.test(excerpt) ? [...kind.techniques, 'T1485'] : kind.techniques,
      excerpt: excerpt.slice(0, 300),
      path: path.path,
    },
  ];
}

/** What tells who logged in, what the system and its services did: the log that is wiped to hide something. */
const EVIDENCE =
  /\/(?:auth|secure|syslog|messages|security|system|kern|daemon|user|debug|cron|mail|audit|wtmp|btmp|utmp|lastlog|faillog|tallylog|sudo|su|ssh|ufw|firewall|iptables|fail2ban|journal|install|boot|dmesg|asl|nginx|apache|httpd|lighttpd|caddy|haproxy|squid|access|mysql|mariadb|postgres|mongo|redis|docker|container|pods|kube|crio|falco|wazuh|ossec|osquery|suricata|snort|zeek|samba|vsftpd|xferlog|proftpd|cloud|amazon|azure|waagent|google|aws|crowdstrike|sentinel|defender|sysmon|clam|dpkg|apt|yum|dnf|history)[^/]{0,60}(?:\/|$)/i;
/** What was there cannot be read again. */
const FILLS = /\/dev\/(?:zero|u?random)|\bshred\b/;
const AGED = /\s-(?:m|c|a)(?:time|min)\s{1,4}\+\d/;

/** Old ones that `find` picks by their age, and the one log of an application. */
function isUpkeep({ path, class: kind }: ResolvedPath, command: string): boolean {
  if (kind !== 'log' || MAIL.test(path)) return false;
  const below = /^(?:\/private)?\/var\/log(\/.{1,300})$/.exec(path)?.[1];
  if (below === undefined) return false;
  return AGED.test(command) || (!EVIDENCE.test(below) && !/^\/[^/]{0,100}[*?[{\uFFFD]/.test(below));
}

function kindOf({
  path,
  class: kind,
  insideProject,
}: ResolvedPath): { name: string; techniques: readonly string[] } | undefined {
  if (kind === 'shell-history') return { name: 'Command history', techniques: ['T1070.003'] };
  if (MAIL.test(path)) return { name: 'Mail', techniques: ['T1070.008'] };
  if (kind !== 'log' || insideProject === true || !SYSTEM_LOG.test(path)) return undefined;
  if (/containers\//.test(path)) return { name: 'The log of containers', techniques: ['T1685.006', 'T1070.003'] };
  return /evtx?$|winevt/i.test(path)
    ? { name: 'An event log', techniques: ['T1685.005'] }
    : { name: 'A system log', techniques: ['T1685.006'] };
}
