/** Whose name a command acts under, where that is not the one that the session was given. */
import type { Invocation } from '../../../contracts/shell';
import type { Severity } from '../../../contracts/finding';
import { UNKNOWN, argv } from '../../programs';

export interface Principal {
  /** What kind of principal, such as `AWS profile`. */
  kind: string;
  name: string;
  severity: Severity;
  techniques: readonly string[];
}

const CLOUD = ['T1078.004'];
const LOCAL = ['T1078'];

/** Variables that choose a principal for what is started. */
const VARIABLES: ReadonlyMap<string, string> = new Map([
  ['AWS_PROFILE', 'AWS profile'],
  ['AWS_DEFAULT_PROFILE', 'AWS profile'],
  ['AWS_VAULT', 'AWS profile'],
  ['CLOUDSDK_ACTIVE_CONFIG_NAME', 'Google Cloud configuration'],
  ['CLOUDSDK_CORE_ACCOUNT', 'Google Cloud account'],
  ['CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT', 'Google Cloud service account'],
  ['GOOGLE_IMPERSONATE_SERVICE_ACCOUNT', 'Google Cloud service account'],
  ['ARM_CLIENT_ID', 'Azure service principal'],
  ['AZURE_CLIENT_ID', 'Azure service principal'],
]);

interface Way {
  programs: readonly string[];
  kind: string;
  /** Options whose value is the principal. */
  options?: readonly string[];
  /** Words that choose one; the word after them is its name. */
  words?: readonly string[];
  severity?: Severity;
  techniques?: readonly string[];
}

const WAYS: readonly Way[] = [
  {
    programs: ['aws', 'sam', 'cdk', 'eksctl', 'aws-vault', 'aws-sso', 'sls', 'serverless', 'copilot'],
    kind: 'AWS profile',
    options: ['--profile'],
  },
  { programs: ['aws-vault'], kind: 'AWS profile', words: ['exec', 'login'] },
  { programs: ['aws'], kind: 'AWS role', options: ['--role-arn'], words: [] },
  {
    programs: ['gcloud', 'gsutil', 'bq'],
    kind: 'Google Cloud service account',
    options: ['--impersonate-service-account', '--key-file'],
  },
  {
    programs: ['gcloud', 'bq'],
    kind: 'Google Cloud account',
    options: ['--account'],
    words: ['config set account', 'auth login', 'config configurations activate'],
  },
  { programs: ['az'], kind: 'Azure account', options: ['--service-principal'], words: ['account set'] },
  {
    programs: ['kubectl', 'oc', 'helm', 'k9s', 'flux', 'stern'],
    kind: 'Kubernetes user',
    options: ['--as', '--as-group', '--kube-as-user', '--kube-as-group'],
    techniques: ['T1078.004', 'T1134'],
  },
  {
    programs: ['kubectl', 'oc', 'helm', 'k9s', 'flux', 'stern'],
    kind: 'Kubernetes context',
    options: ['--context', '--kube-context'],
    words: ['config use-context'],
  },
  { programs: ['kubectx'], kind: 'Kubernetes context', words: [''] },
  { programs: ['gh'], kind: 'GitHub account', words: ['auth switch'], options: [] },
  {
    programs: ['doctl', 'flyctl', 'fly', 'heroku', 'firebase', 'wrangler', 'vercel'],
    kind: 'platform account',
    words: ['auth switch', 'login:use', 'accounts:switch', 'switch'],
  },
];

/** Groups and users that may do everything in a cluster, and roles that say so. */
const MASTERS = /^(?:system:masters|cluster-admin|kubernetes-admin|system:admin)$/;
const ADMIN_ROLE = /role\/(?:[\w-]{1,60}-)?(?:OrganizationAccountAccessRole|admin(?:istrator)?(?:access)?)$/i;

/** Accounts that programs run as; becoming one of them is administration, becoming a person is not. */
const SERVICE =
  /^(?:root|#?\d{1,10}|nobody|www-data|www|http|nginx|apache|postgres|mysql|redis|mongodb|rabbitmq|git|gitlab|jenkins|elasticsearch|kafka|zookeeper|hadoop|app|node|deploy|backup|daemon|bin|mail|news|_\w{1,30}|\w{1,30}[-_](?:user|svc|service|data|daemon|worker)|ubuntu|ec2-user|admin|vagrant|runner|nonroot|appuser|service|oracle|solr|tomcat|grafana|prometheus|linuxbrew|builder|build)$/;

/** The principals that an invocation acts as. */
export function principalsOf(one: Invocation): Principal[] {
  const words = argv(one);
  return [
    ...byVariable(one, words),
    ...WAYS.flatMap((way) => (way.programs.includes(one.program) ? byWords(way, words) : [])),
    ...person(one),
  ];
}

function byVariable(one: Invocation, words: readonly string[]): Principal[] {
  const set = one.environment.map(({ name, value }) => [name, value.text] as const);
  const exported =
    one.program === 'export'
      ? words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const)
      : [];
  return [...set, ...exported].flatMap(([variable, name]) => {
    const kind = VARIABLES.get(variable);
    return kind === undefined || isUnnamed(name) ? [] : [{ kind, name, severity: 'low' as const, techniques: CLOUD }];
  });
}

function byWords(
  { kind, options = [], words: chosen = [], techniques = CLOUD }: Way,
  words: readonly string[],
): Principal[] {
  const names = [
    ...words.flatMap((word, at) => valueOf(word, words[at + 1], options)),
    ...chosen.flatMap((pattern) => named(words, pattern)),
  ];
  return names
    .filter((name) => !isUnnamed(name))
    .map((name) => ({
      kind,
      name,
      severity: MASTERS.test(name) || ADMIN_ROLE.test(name) ? 'medium' : 'low',
      techniques,
    }));
}

function valueOf(word: string, next: string | undefined, options: readonly string[]): string[] {
  if (options.includes(word)) return next === undefined || next.startsWith('-') ? [] : [next];
  const equals = word.indexOf('=');
  return equals > 0 && options.includes(word.slice(0, equals)) ? [word.slice(equals + 1)] : [];
}

/** The word after those of the pattern, when the command begins with them; options are passed over. */
function named(words: readonly string[], pattern: string): string[] {
  const plain = words.filter(
    (word, at) => !word.startsWith('-') && !/^--?(?:u|user|hostname|project|subscription)$/.test(words[at - 1] ?? ''),
  );
  const wanted = pattern === '' ? [] : pattern.split(' ');
  if (!wanted.every((word, at) => plain[at] === word)) return [];
  const value =
    plain[wanted.length] ??
    words.find((_, at) => /^(?:-u|--user|-s|-n|--subscription|--name)$/.test(words[at - 1] ?? ''));
  return value === undefined ? [] : [value];
}

/** A person's account on this host, by `su` or `sudo -u`. */
function person(one: Invocation): Principal[] {
  const name = one.remote === undefined ? one.as : undefined;
  if (name === undefined || isUnnamed(name) || SERVICE.test(name)) return [];
  return [{ kind: 'local account', name, severity: 'low', techniques: LOCAL }];
}

const isUnnamed = (name: string): boolean =>
  name === '' || name === '-' || name === 'default' || name.includes(UNKNOWN) || name.length > 200;
