/** Settings files of protections that are rewritten. */
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import type { SessionMemory } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';

const PLACES: ReadonlySet<PathClass> = new Set(['system', 'other']);
const SETTINGS =
  /^\/etc\/(?:selinux\/config|sysconfig\/selinux|audit\/|auditd\.conf|rsyslog|syslog-ng|apparmor|ufw\/|default\/ufw|fail2ban\/|osquery\/|falco\/|clamav\/|nftables\.conf|sysconfig\/iptables|iptables\/)|^\/(?:sys\/fs\/selinux|selinux)\/enforce$|^\/proc\/sys\/kernel\/(?:yama|randomize_va_space)|^\/Library\/Preferences\/com\.apple\.(?:alf|security)/;
const OFF =
  /SELINUX\s?=\s?(?:disabled|permissive)|ENABLED\s?=\s?["']?no|DEFAULT_INPUT_POLICY\s?=\s?["']?ACCEPT|(?:^|\n)\s{0,4}-D\b|-e\s?0\b|(?:^|\n)0\s{0,4}(?:\n|$)|:INPUT ACCEPT|enabled\s?[=:]\s?(?:false|no|0)|local_events\s?=\s?no|\/dev\/null|\/d['"]?(?:\s|$)/i;

export function ofFiles(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Sign[] {
  if (!analysis.writes.some(({ path }) => SETTINGS.test(path))) return [];
  const gone = analysis.deletes.filter(({ path }) => SETTINGS.test(path));
  const changed = writingsOf(event, analysis, session, PLACES).filter(
    ({ path, content }) => SETTINGS.test(path.path) && OFF.test(content.slice(0, 8_192)),
  );
  return [
    ...gone.map(({ path, given }) => sign(path, given, 'Settings of a protection are removed')),
    ...changed.map(({ path }) => sign(path.path, path.given, 'A protection is switched off in its settings')),
  ];
}

const sign = (path: string, given: string, why: string): Sign => ({
  what: `file:${tailOf(given)}`,
  why: `${why}: ${path}`,
  severity: 'medium',
  techniques: /audit/.test(path) ? ['T1685.004'] : /ufw|iptables|nftables|alf/.test(path) ? ['T1686'] : ['T1685'],
  excerpt: given,
  path,
});
