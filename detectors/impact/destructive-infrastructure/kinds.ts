/** Kinds of things that can be deleted, by the nouns that the tools of clouds and platforms use. */
import type { Severity } from '../../../contracts/finding';

export interface Kind {
  name: string;
  severity: Severity;
  techniques: readonly string[];
  /** Daily work as long as a person is asked before it happens. */
  mild?: true;
}

const kind = (name: string, severity: Severity, techniques: readonly string[], mild?: true): Kind => ({
  name,
  severity,
  techniques,
  ...(mild === undefined ? {} : { mild }),
});

export const BACKUP = kind('backups or snapshots', 'medium', ['T1490', 'T1485']);
export const DATABASE = kind('a database server', 'high', ['T1485']);
export const WHOLE = kind('a whole project or account', 'high', ['T1485']);
export const STORAGE = kind('stored data', 'medium', ['T1485']);
export const SECRET = kind('a secret or key', 'medium', ['T1485']);
export const CLUSTER = kind('a cluster', 'medium', ['T1485'], true);
export const STACK = kind('a stack of resources', 'medium', ['T1485']);
export const QUEUE = kind('a queue, topic or stream', 'medium', ['T1485']);
export const ZONE = kind('a DNS zone', 'medium', ['T1485', 'T1489']);
export const COMPUTE = kind('running machines', 'medium', ['T1578.003', 'T1485'], true);
export const APPLICATION = kind('a deployed application', 'medium', ['T1485', 'T1489']);
export const REPOSITORY = kind('a repository', 'medium', ['T1485']);

/** Parts of larger things, whose loss is mended by hand in minutes. */
const SMALL =
  /(?:^| )(?:pools?|users?|firewalls?|(?:firewall|forwarding)-rules?|(?:\w{1,20}-)?(?:parameter|subnet|option|security|target)-groups?|tags?|alias(?:es)?|rules?|polic(?:y|ies)|roles?|subscriptions?|webhooks?|caches?|labels?|comments?|extensions?|prox(?:y|ies)|drains?|records?(?:-sets?)?|rows?|entr(?:y|ies)|items?|pages?|issues?|tasks?|events?|messages?|notes?|alerts?|dashboards?|keypairs?|ssh-keys?|key-pairs?|branch(?:es)?|images?|versions?|releases?|gists?|runs?|jobs?|workflows?|pods?|files?|permissions?|members?|invitations?|grants?|lifecycle|cors|website|tagging|notifications?|metrics?|variables?|env|deployments?|previews?|replicas?|endpoints?)(?: |$)/;

/** The first that fits the nouns names the kind. */
const NOUNS: readonly (readonly [RegExp, Kind])[] = [
  [
    /(?:^| )(?:(?:[\w-]{1,30}-)?snapshots?|(?:[\w-]{1,30}-)?backups?(?:-vaults?|-plans?)?|recovery-points?|restore-points?|automated-backups?)(?: |$)/,
    BACKUP,
  ],
  [/(?:^| )(?:repos?|repositor(?:y|ies))(?: |$)/, REPOSITORY],
  [SMALL, kind('', 'info', [])],
  [
    /(?:^| )(?:projects?|organi[sz]ations?|orgs?|accounts?|resource-?groups?|group|tenants?|workspaces?|teams?)(?: |$)/,
    WHOLE,
  ],
  [
    /(?:^| )(?:rds|dbs?|db-(?:instances?|clusters?)|global-clusters?|databases?|sql|postgres(?:ql)?|pg|flexible-servers?|mysql|mariadb|mongo(?:db)?|cosmosdb|firestore|spanner|bigtable|redshift|docdb|neptune|d1|domain opensearch|elasticsearch-domain|clusters? (?:atlas|mongocli)|turso)(?: |$)/,
    DATABASE,
  ],
  [
    /(?:^| )(?:buckets?|objects?|blobs?|r2|storage|containers? blob|dynamodb|tables?|volumes?|disks?|file-?systems?|datasets?|kv|namespaces? kv|kv-namespaces?|addons|stores?|vector-?stores?|elasticache|cache-clusters?|search-indexes|user-pools?|log-groups?)(?: |$)/,
    STORAGE,
  ],
  [/(?:^| )(?:secrets?|secretsmanager|keyvaults?|kms|keys?|vaults?|certificates?)(?: |$)/, SECRET],
  [/(?:^| )(?:queues?|topics?|streams?|sqs|pubsub)(?: |$)/, QUEUE],
  [/(?:^| )(?:clusters?|eks|gke|aks|lke|nodegroups?|nodepools?|node-pools?|namespaces?|ns)(?: |$)/, CLUSTER],
  [/(?:^| )(?:stacks?|stack-sets?|cloudformation|deployment-manager|environments?|environment)(?: |$)/, STACK],
  [/(?:^| )(?:hosted-zones?|zones?|managed-zones|dns)(?: |$)/, ZONE],
  [
    /(?:^| )(?:apps?|applications?|services?|sites?|functions?|workers?|load-balancers?|distributions?|rest-apis?|apis?|gateways?)(?: |$)/,
    APPLICATION,
  ],
  [
    /(?:^| )(?:instances?|droplets?|servers?|vms?|machines?|compute|linodes|nodes?|auto-scaling-groups?)(?: |$)/,
    COMPUTE,
  ],
];

/** Kind of what these nouns name, apart by blanks, lower case; undefined when it is nothing of weight. */
export function kindOf(nouns: string): Kind | undefined {
  const found = NOUNS.find(([pattern]) => pattern.test(nouns.slice(0, 200)))?.[1];
  return found?.severity === 'info' ? undefined : found;
}
