/** Networks, storage and repositories that a command opens to everyone. */
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { follows, optionOf, plainWords } from '../words';

export interface Opened {
  what: string;
  about: string;
  severity: Severity;
  techniques: readonly string[];
}

const EVERYONE = /^(?:0\.0\.0\.0\/0|::\/0|\*|any|internet|0\.0\.0\.0)$/i;
const HOLDS_EVERYONE = /(?:^|[=,'"\s[{])(?:0\.0\.0\.0\/0|::\/0)(?:$|[,'"\s\]}])/;
const PUBLIC_MEMBER =
  /^(?:--member=|--members=)?(?:allUsers|allAuthenticatedUsers)(?::|$)|^(?:allUsers|AllUsers|allAuthenticatedUsers):/;
const WEB_PORT = /^(?:tcp:)?(?:80|443)$/;

const opened = (
  what: string,
  about: string,
  severity: Severity = 'medium',
  techniques: readonly string[] = ['T1686.001'],
): Opened => ({
  what,
  about,
  severity,
  techniques,
});

const PROGRAMS: ReadonlySet<string> = new Set(
  'aws gcloud gsutil bq az doctl hcloud openstack linode-cli oci gh glab kubectl oc mc'.split(' '),
);

export function openedBy(one: Invocation): Opened | undefined {
  if (!PROGRAMS.has(one.program)) return undefined;
  const words = argv(one);
  switch (one.program) {
    case 'aws':
      return network(words) ?? awsStorage(words);
    case 'gcloud':
    case 'gsutil':
    case 'bq':
      return network(words) ?? googleStorage(words);
    case 'az':
      return azure(words);
    case 'doctl':
    case 'hcloud':
    case 'openstack':
    case 'linode-cli':
    case 'oci':
      return network(words);
    case 'gh':
    case 'glab':
      return repository(words);
    case 'kubectl':
    case 'oc':
      return kubernetes(words);
    case 'mc':
      return follows(words, 'anonymous|policy set public|download')
        ? opened('makes a bucket public', words.at(-1) ?? '', 'medium', ['T1530'])
        : undefined;
    default:
      return undefined;
  }
}

/** A firewall of the cloud that lets every address in; the ports of the web are meant for that. */
function network(words: readonly string[]): Opened | undefined {
  const opens = words.some((word) =>
    /^(?:authorize-security-group-ingress|modify-security-group-rules|firewall-rules|firewall|firewalls|security|add-rules|authorized-networks|--authorized-networks(?:=.*)?)$/.test(
      word,
    ),
  );
  if (!opens || words.some((word) => /^(?:list|describe|delete|show|remove|revoke.*)$/.test(word))) return undefined;
  if (!words.some((word) => HOLDS_EVERYONE.test(word.slice(0, 4_000)))) return undefined;
  const port = optionOf(words, '--port', '--allow', '--dst-port', '--rules') ?? '';
  const web = port !== '' && port.split(',').every((one) => WEB_PORT.test(one));
  return opened(
    `opens a firewall to every address${port === '' ? '' : ` (port ${port})`}`,
    port,
    web ? 'low' : 'medium',
  );
}

function awsStorage(words: readonly string[]): Opened | undefined {
  const order =
    words.find((word) => /^(?:put|create|delete|modify|add|update|cp|sync|mv|attach)(?:-|$)/.test(word)) ?? '';
  const name =
    optionOf(
      words,
      '--bucket',
      '--snapshot-id',
      '--db-snapshot-identifier',
      '--db-instance-identifier',
      '--function-name',
      '--role-name',
      '--user-name',
      '--policy-name',
    ) ?? '';
  const acl = optionOf(words, '--acl');
  if (acl !== undefined && /^public-read/.test(acl))
    return opened(
      'makes stored data public',
      name,
      /bucket/.test(order) || acl === 'public-read-write' ? 'medium' : 'low',
      ['T1530'],
    );
  if (
    order === 'delete-public-access-block' ||
    words.some((word) => /Block\w{1,20}=false/i.test(word) || /RestrictPublicBuckets=false/i.test(word))
  )
    return opened('takes the block on public access off', name, 'medium', ['T1530']);
  if (
    /-attribute$/.test(order) &&
    words.some((word) => /^(?:all|--group-names=all)$/.test(word) || /Group=all/.test(word))
  )
    return opened('shares a snapshot or image with everyone', name, 'medium', ['T1537', 'T1530']);
  if (/^modify-db-|^create-db-/.test(order) && words.includes('--publicly-accessible'))
    return opened('makes a database server reachable from everywhere', name);
  if (order === 'add-permission' && optionOf(words, '--principal') === '*')
    return opened('lets everyone call a function', name, 'medium', ['T1098.003']);
  return policy(words, name);
}

/** A policy in the words that lets everyone, or allows everything. */
function policy(words: readonly string[], name: string): Opened | undefined {
  const text = words.find((word) => /"?Effect"?/.test(word.slice(0, 4_000)) && word.includes('{'))?.slice(0, 20_000);
  if (text === undefined || !/"Effect"\s?:\s?"Allow"/.test(text)) return undefined;
  if (allowsAll(text)) return opened('writes a policy that allows everything', name, 'medium', ['T1098.003']);
  return /"Principal"\s?:\s?(?:"\*"|\{\s?"AWS"\s?:\s?"\*"\s?\})/.test(text) && !/"Condition"/.test(text)
    ? opened('writes a policy that lets everyone in', name, 'medium', ['T1530'])
    : undefined;
}

/** Every action on every resource. */
export function allowsAll(text: string): boolean {
  return (
    /"Action"\s{0,4}:\s{0,4}\[?\s{0,4}"\*(?::\*)?"/.test(text) && /"Resource"\s{0,4}:\s{0,4}\[?\s{0,4}"\*"/.test(text)
  );
}

function googleStorage(words: readonly string[]): Opened | undefined {
  const member =
    words.find((word) => PUBLIC_MEMBER.test(word)) ??
    (PUBLIC_MEMBER.test(optionOf(words, '--member') ?? '') ? 'allUsers' : undefined);
  const adds =
    words.some((word) => /^(?:add-iam-policy-binding|ch|iam|acl|defacl)$/.test(word)) && !words.includes('-d');
  if (member === undefined || !adds)
    return /^-?public-read/.test(optionOf(words, '-a', '--predefined-acl') ?? '')
      ? opened('makes stored data public', '', 'low', ['T1530'])
      : undefined;
  const service = words.includes('run') || words.includes('functions');
  return opened(
    service ? 'lets everyone call a service' : 'makes stored data public',
    plainWords(words).find((word) => word.startsWith('gs://')) ?? '',
    service ? 'low' : 'medium',
    ['T1530'],
  );
}

function azure(words: readonly string[]): Opened | undefined {
  if (
    follows(words, 'nsg rule create|update') &&
    /^(?:\*|Internet|0\.0\.0\.0\/0|Any)$/i.test(
      optionOf(words, '--source-address-prefixes', '--source-address-prefix') ?? '*',
    ) &&
    !/deny/i.test(optionOf(words, '--access') ?? '')
  ) {
    const port = optionOf(words, '--destination-port-ranges', '--destination-port-range') ?? '';
    return opened(
      `opens a firewall to every address${port === '' ? '' : ` (port ${port})`}`,
      port,
      WEB_PORT.test(port) ? 'low' : 'medium',
    );
  }
  if (
    follows(words, 'firewall-rule create|update') &&
    /^0\.0\.0\.0$/.test(optionOf(words, '--start-ip-address') ?? '') &&
    /^255\./.test(optionOf(words, '--end-ip-address') ?? '')
  )
    return opened('opens a database server to every address', '');
  const access = optionOf(words, '--allow-blob-public-access');
  if (
    access === 'true' ||
    /^(?:blob|container)$/.test(follows(words, 'container') ? (optionOf(words, '--public-access') ?? '') : '')
  )
    return opened('makes stored data public', optionOf(words, '--name', '-n') ?? '', 'medium', ['T1530']);
  return undefined;
}

function repository(words: readonly string[]): Opened | undefined {
  const name = plainWords(words)[2] ?? '';
  if (follows(words, 'repo edit') && optionOf(words, '--visibility') === 'public')
    return opened('makes a repository public', name, 'medium', ['T1567.001']);
  const patch = /^(?:PATCH|PUT)$/i.test(optionOf(words, '-X', '--method') ?? '');
  const says = words.some((word) => /^(?:private=false|visibility=public)$/.test(word));
  return patch && says ? opened('makes a repository public', name, 'medium', ['T1567.001']) : undefined;
}

function kubernetes(words: readonly string[]): Opened | undefined {
  const anonymous = words.some((word) => /^--(?:user|group)=system:(?:anonymous|unauthenticated)$/.test(word));
  if (follows(words, 'create clusterrolebinding|rolebinding') && anonymous)
    return opened('gives rights in the cluster to everyone without a login', '', 'medium', ['T1098.006']);
  return words[0] === 'proxy' && EVERYONE.test(optionOf(words, '--address') ?? '')
    ? opened('serves the cluster to every address without a login', '')
    : undefined;
}
