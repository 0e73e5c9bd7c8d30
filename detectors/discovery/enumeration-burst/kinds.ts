/** What a command asks about: the host, its people, its rights, its guards, its network, its cloud. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';

interface Question {
  kind: string;
  programs: RegExp;
  /** Of the words, when the program asks about other things too. */
  words?: RegExp;
  /** Asked by somebody who looks for a way on, hardly by somebody who builds software. */
  telling?: true;
}

const QUESTIONS: readonly Question[] = [
  { kind: 'who', programs: /^(?:id|whoami|groups|w|who|logname|users|finger)$/ },
  { kind: 'logins', programs: /^(?:last|lastlog|lastb|loginctl)$/, telling: true },
  {
    kind: 'host',
    programs: /^(?:uname|hostnamectl|lsb_release|sw_vers|systeminfo|dmidecode|lscpu|lspci|lsmod|system_profiler)$/,
  },
  { kind: 'network', programs: /^(?:ifconfig|netstat|ss|route|nmcli|networksetup|ipconfig)$/ },
  { kind: 'network', programs: /^ip$/, words: /^(?:a|addr|address|r|route|link|neigh|n)\b/ },
  { kind: 'neighbours', programs: /^(?:arp|arp-scan|nbtstat|avahi-browse)$/, telling: true },
  { kind: 'processes', programs: /^(?:ps|top|lsof|pstree|tasklist)$/ },
  { kind: 'mounts', programs: /^(?:mount|lsblk|df|blkid)$/ },
  { kind: 'shares', programs: /^(?:showmount|smbclient|rpcclient|smbutil)$/, telling: true },
  { kind: 'software', programs: /^(?:dpkg|rpm)$/, words: /^-?-?(?:l|qa|list)\b/ },
  {
    kind: 'accounts',
    programs: /^(?:getent|dscl|net|lslogins|compgen)$/,
    words: /\b(?:passwd|group|user|users|localgroup|-list|list|-u)\b/i,
    telling: true,
  },
  { kind: 'rights', programs: /^(?:sudo|doas)$/, words: /^-(?:l|ll|n -l|nl|ln)\b/, telling: true },
  { kind: 'rights', programs: /^find$/, words: /-perm [-/](?:u=s|[246]000|4000|6000|u\+s)/, telling: true },
  { kind: 'rights', programs: /^(?:getcap|capsh)$/, telling: true },
  {
    kind: 'guards',
    programs: /^(?:getenforce|sestatus|aa-status|auditctl|iptables|nft|ufw|csrutil|spctl|firewall-cmd|fdesetup)$/,
    telling: true,
  },
  { kind: 'timetable', programs: /^(?:crontab|atq)$/, words: /^(?:-l\b|$)/, telling: true },
  {
    kind: 'services',
    programs: /^(?:systemctl|launchctl|service|sc)$/,
    words: /^(?:list-units|list-unit-files|list|--status-all|query)\b/,
  },
  { kind: 'cloud identity', programs: /^aws$/, words: /\bsts get-caller-identity\b/ },
  { kind: 'cloud identity', programs: /^(?:gcloud|az)$/, words: /\b(?:auth list|account (?:show|list)|config list)\b/ },
  {
    kind: 'cloud rights',
    programs: /^aws$/,
    words: /\biam (?:list|get)-|\borganizations (?:list|describe)-|\baccount\b/,
    telling: true,
  },
  {
    kind: 'cloud rights',
    programs: /^(?:gcloud|az)$/,
    words:
      /\b(?:get-iam-policy|role assignment list|iam (?:roles|service-accounts) list|ad (?:user|sp|group) list|projects list)\b/,
    telling: true,
  },
  {
    kind: 'cloud stores',
    programs: /^(?:aws|gsutil|gcloud|az)$/,
    words:
      /\b(?:s3 ls$|s3api list-buckets|rds describe-|dynamodb list-tables|secretsmanager list-|storage (?:account|buckets) list|sql instances list)/,
    telling: true,
  },
  {
    kind: 'cloud machines',
    programs: /^(?:aws|gcloud|az)$/,
    words:
      /\b(?:ec2 describe-(?:instances|security-groups|vpcs|snapshots)|compute instances list|vm list|lambda list-functions|eks list-clusters)\b/,
    telling: true,
  },
  {
    kind: 'cluster rights',
    programs: /^(?:kubectl|oc)$/,
    words: /\bauth can-i\b|\bget (?:cluster)?role(?:binding)?s?\b/,
    telling: true,
  },
  {
    kind: 'cluster',
    programs: /^(?:kubectl|oc)$/,
    words: /\bget (?:nodes|ns|namespaces|all|secrets?|sa|serviceaccounts)\b/,
  },
  {
    kind: 'domain',
    programs: /^(?:nltest|dsquery|ldapsearch|adfind|bloodhound(?:-python)?|sharphound|realm|wbinfo|klist|net)$/,
    telling: true,
  },
  { kind: 'variables', programs: /^(?:env|printenv)$/, words: /^$/ },
];

const FILES: readonly (readonly [RegExp, string, boolean])[] = [
  [/^\/etc\/(?:passwd|group)$/, 'accounts', true],
  [/^\/etc\/(?:sudoers|crontab|cron\.\w{1,10})(?:\/|$)/, 'rights', true],
  [
    /^\/etc\/(?:os-release|issue|lsb-release|redhat-release|debian_version)$|^\/proc\/(?:version|cpuinfo)$/,
    'host',
    false,
  ],
  [/^\/etc\/(?:hosts|resolv\.conf)$|^\/proc\/net\//, 'network', false],
  [/^\/proc\/(?:1\/cgroup|self\/status|1\/mountinfo|self\/mountinfo)$|^\/\.dockerenv$/, 'container', true],
];

/** Kinds of question that an act asks, and which of them are telling; undefined when there are none. */
export function questionsOf(analysis: EventAnalysis): Map<string, boolean> | undefined {
  let found: Map<string, boolean> | undefined;
  const add = (kind: string, telling: boolean) => (found ??= new Map()).set(kind, telling);
  for (const one of invocations(analysis).slice(0, 200)) {
    if (one.remote !== undefined) continue;
    const question = QUESTIONS.find((each) => each.programs.test(one.program) && asks(one, each));
    if (question) add(question.kind, question.telling === true);
  }
  for (const { path } of analysis.reads.slice(0, 100)) {
    const file = path.startsWith('/') ? FILES.find(([pattern]) => pattern.test(path)) : undefined;
    if (file) add(file[1], file[2]);
  }
  return found;
}

function asks(one: Invocation, { words }: Question): boolean {
  return words === undefined || words.test(argv(one).slice(0, 12).join(' ').slice(0, 300));
}
