/** Security products by their services, processes and packages. */
import { baseName } from '../../programs';
import type { Weakening } from './detector';

const SENSORS =
  /^(?:com\.)?(?:falcon-sensor|falconctl|crowdstrike[\w.]{0,40}|csfalconservice|csagent|sentinel(?:one|agent|d|ctl)[\w.-]{0,30}|mdatp|wdavdaemon|windefend|sense|mssense|msmpeng|wdnissvc|webthreatdefsvc|securityhealthservice|cbagentd|cbdaemon|carbonblack[\w.-]{0,20}|osqueryd?|wazuh-agent|wazuh-\w{1,20}|ossec[\w-]{0,20}|falco[\w.-]{0,20}|tetragon|tracee|sysmon(?:64)?|auditbeat|filebeat|packetbeat|elastic-agent|elastic-endpoint|splunkd?|splunkforwarder|taniumclient|qualys[\w-]{0,20}|nessusagent|nessusd|rapid7[\w-]{0,20}|ir_agent|ds_agent|sophos[\w-]{0,20}|savd|sav-protect|esets?|eset[\w-]{0,20}|clamav[\w-]{0,20}|clamd|freshclam|aide|samhain|tripwire|chkrootkit|rkhunter|snort|suricata|zeek|crowdsec|sshguard|jamf[\w.]{0,30}|santa[\w.]{0,20}|santad|lulu|littlesnitch[\w.]{0,20}|vector|fluent-?bit|fluentd|td-agent|rsyslogd?|syslog-ng|syslog|systemd-journald|aliyun[\w-]{0,20}|aegis|cloudmonitor|yunjing|qcloud[\w-]{0,20}|bcm-?agent|avguard|mcshield|masvc|cyserver|traps[\w-]{0,10}|xagt|pmd|otelcol[\w-]{0,20}|(?:otel|opentelemetry)-collector[\w-]{0,20}|telegraf|collectd|promtail|grafana-(?:agent|alloy)|datadog-agent[\w-]{0,20}|dd-agent|newrelic-infra|oneagent|amazon-cloudwatch-agent)(?:\.service)?$/i;
const AUDIT = /^auditd?(?:\.service)?$/;
const GUARDS = /^(?:apparmor|selinux[\w-]{0,20}|fail2ban|unattended-upgrades|gatekeeper|aa-\w{1,10})(?:\.service)?$/;
/** Controllers that refuse what a cluster must not run. */
const GATES =
  /^(?:kyverno|gatekeeper|opa|kubewarden|neuvector|datree|polaris|kubearmor|trivy-operator|sysdig)(?:-[\w-]{1,40})?$/;
const WALLS =
  /^(?:ufw|firewalld|iptables|ip6tables|nftables|pf|ipfw|mpssvc|netfilter-persistent|shorewall)(?:\.service)?$/;
const EVENT_LOG = /^(?:eventlog|wecsvc)$/i;

const STOPS = /^(?:stop|disable|mask|kill|remove|unload|bootout|off|delete|onestop)$/i;

/** A service, process or package of a security product that is stopped or removed. */
export function ofProduct(program: string, words: readonly string[]): Weakening | undefined {
  const name = stopped(program, words);
  if (name === undefined) return undefined;
  const bare = baseName(name.replace(/\.(?:plist|exe)$/i, ''));
  if (WALLS.test(bare)) return told(bare, `The firewall is stopped: ${bare}`, 'medium', 'T1686');
  if (AUDIT.test(bare)) return told(bare, 'The audit of the system is stopped', 'high', 'T1685.004');
  if (GATES.test(bare)) return told(bare, `Admission control of the cluster is taken down: ${bare}`, 'medium', 'T1685');
  if (EVENT_LOG.test(bare)) return told(bare, 'The event log is stopped', 'high', 'T1685.001');
  if (GUARDS.test(bare)) return told(bare, `A protection of the system is stopped: ${bare}`, 'medium', 'T1685');
  const forwards =
    /syslog|journald|fluent|vector|td-agent|filebeat|otel|opentelemetry|telegraf|collectd|promtail|grafana|dd-agent|datadog|newrelic|oneagent|cloudwatch/i.test(
      bare,
    );
  return SENSORS.test(bare)
    ? told(bare, `A security tool is stopped or removed: ${bare}`, forwards ? 'medium' : 'high', 'T1685')
    : undefined;
}

const told = (name: string, why: string, severity: Weakening['severity'], technique: string): Weakening => ({
  what: `product:${name}`,
  why,
  severity,
  techniques: [technique],
});

function stopped(program: string, words: readonly string[]): string | undefined {
  const plain = words.filter((word) => !/^-/.test(word));
  const known = (list: readonly string[]) => list.find(isKnown) ?? list[0];
  switch (program) {
    case 'systemctl':
    case 'launchctl':
    case 'rc-service':
    case 'initctl':
      return plain.some((word) => STOPS.test(word)) ? known(plain.filter((word) => !STOPS.test(word))) : undefined;
    case 'service':
      return STOPS.test(plain[1] ?? '') ? plain[0] : undefined;
    case 'sc':
    case 'net':
      return /^(?:stop|delete|config)$/i.test(plain[0] ?? '') && (plain[0] !== 'config' || words.includes('disabled'))
        ? plain[1]
        : undefined;
    case 'stop-service':
    case 'set-service':
    case 'stop-process':
    case 'spps':
      return program === 'set-service' && !/disabled/i.test(words.join(' ').slice(0, 300)) ? undefined : known(plain);
    case 'kubectl':
    case 'oc':
    case 'helm':
      return inCluster(plain, words);
    case 'pkill':
    case 'killall':
    case 'taskkill':
      return known(plain);
    case 'chkconfig':
    case 'update-rc.d':
      return /\b(?:off|disable|remove|--del)\b/.test(words.join(' ').slice(0, 200)) ? known(plain) : undefined;
    case 'apt':
    case 'apt-get':
    case 'yum':
    case 'dnf':
    case 'zypper':
    case 'brew':
    case 'rpm':
    case 'dpkg':
    case 'apk':
      return words.some((word) => /^(?:remove|purge|erase|uninstall|autoremove|del|-e|-P|-r|--purge)$/.test(word))
        ? known(/^(?:rpm|dpkg)$/.test(program) ? plain : plain.slice(1))
        : undefined;
    default:
      return undefined;
  }
}

const ADMISSION =
  /^(?:(?:validating|mutating)(?:webhookconfigurations?|admissionpolic(?:y|ies))|constraints?|clusterpolic(?:y|ies))(?:\/|$)/i;

/** Sensors and admission control of a cluster that are deleted or scaled to nothing. */
function inCluster(plain: readonly string[], words: readonly string[]): string | undefined {
  const verb = plain.find((word) => /^(?:delete|uninstall|scale|patch|rollout)$/.test(word));
  if (verb === undefined || (verb === 'scale' && !words.some((word) => /^--replicas=0$/.test(word)))) return undefined;
  const named = plain.find((word) => SENSORS.test(baseName(word)) || GATES.test(baseName(word)));
  return named ?? (verb === 'delete' && plain.some((word) => ADMISSION.test(word)) ? 'gatekeeper' : undefined);
}

const isKnown = (word: string): boolean => {
  const bare = baseName(word.replace(/\.(?:plist|exe)$/i, ''));
  return SENSORS.test(bare) || AUDIT.test(bare) || GUARDS.test(bare) || WALLS.test(bare) || EVENT_LOG.test(bare);
};
