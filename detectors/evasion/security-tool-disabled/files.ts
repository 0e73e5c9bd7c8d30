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
  /SELINUX\s?=\s?(?:disabled|permissive)|ENABLED\s?=\s?["']?no|DEFAULT_INPUT_POLICY\s?=\s?["']?ACCEPT|(?:^|\n)\s{0,4}-D\b|-e\s?0\b|(?:^|\n)0\s{0,4}(?:\n|$)|:INPUT ACCEPT|enabled\s?[=:]\s?(?:false|no|0)|local_events\s?=\s?no|\bthen\s{1,4}stop\b|(?:^|\n)[^#\n]{1,200}\s~\s{0,4}(?:\n|$)|\/dev\/null|\/d['"]?(?:\s|$)/i;

export function ofFiles(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Sign[] {
  const homes = analysis.deletes.filter(({ path }) => HOMES.test(path));
  const blinded = silenced(event, analysis, session);
  const found = [
    ...homes.map(({ path, given }) => sign(path, given, 'A security tool is removed from the disk')),
    ...blinded,
  ];
  if (!analysis.writes.some(({ path }) => SETTINGS.test(path))) return found;
  const gone = analysis.deletes.filter(({ path }) => SETTINGS.test(path));
  const changed = writingsOf(event, analysis, session, PLACES).filter(
    ({ path, content }) => SETTINGS.test(path.path) && OFF.test(content.slice(0, 8_192)),
  );
  return [
    ...found,
    ...gone.map(({ path, given }) => sign(path, given, 'Settings of a protection are removed')),
    ...changed.map(({ path }) => sign(path.path, path.given, 'A protection is switched off in its settings')),
  ];
}

/** Folders of security products. */
const HOMES =
  /^(?:\/var\/ossec|\/opt\/(?:CrowdStrike|sentinelone|carbonblack|wazuh|McAfee|Tanium|osquery|microsoft\/mdatp|rapid7|elastic)|\/etc\/(?:falco|osquery|suricata|snort|aide|fail2ban|audit|clamav)|\/Library\/(?:CS|Sentinel|Application Support\/com\.(?:crowdstrike|sentinelone))|\/sys\/fs\/bpf\/(?:tetragon|falco|tracee|cilium))(?:\/|$)/i;
const VENDORS =
  /(?:^|\n)\s{0,8}(?:127\.\d|0\.0\.0\.0|::1?)\S{0,20}\s[^\n#]{0,200}(?:crowdstrike|sentinelone|carbonblack|cylance|sophos|mcafee|trendmicro|symantec|kaspersky|eset|malwarebytes|defender|wdcp\.microsoft|osquery|wazuh|datadoghq|splunkcloud)\.?/i;

/** Hosts of security vendors that are made to lead nowhere. */
function silenced(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Sign[] {
  if (!analysis.writes.some(({ path }) => HOSTS.test(path))) return [];
  return writingsOf(event, analysis, session, HOST_FILES)
    .filter(({ path, content }) => HOSTS.test(path.path) && VENDORS.test(content.slice(0, 8_192)))
    .map(({ path }) => sign(path.path, path.given, 'The hosts of a security vendor are made to lead nowhere'));
}

const HOSTS = /^\/(?:private\/)?etc\/hosts$|\/drivers\/etc\/hosts$/i;
const HOST_FILES: ReadonlySet<PathClass> = new Set(['login-control', 'system', 'other']);

const sign = (path: string, given: string, why: string): Sign => ({
  what: `file:${tailOf(given)}`,
  why: `${why}: ${path}`,
  severity: 'medium',
  techniques: /audit/.test(path) ? ['T1685.004'] : /ufw|iptables|nftables|alf/.test(path) ? ['T1686'] : ['T1685'],
  excerpt: given,
  path,
});
