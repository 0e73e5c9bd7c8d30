/** Commands of cloud and code-host programs that make identities, credentials or lasting rights. */
import type { Severity } from '../../../contracts/finding';

export interface Grant {
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
}

interface Rule {
  program: RegExp;
  /** On the program's words without options, joined by one blank. */
  words: RegExp;
  why: string;
  techniques: readonly string[];
  severity?: Severity;
  /** One of the arguments must look so. */
  needs?: RegExp;
}

/** A policy or role of the provider that allows everything, or one written so. */
const ALL_RIGHTS = /AdministratorAccess|IAMFullAccess|"(?:Action|verbs)"\s{0,4}:\s{0,4}\[?\s{0,4}"\*(?::\*)?"/;

const RULES: readonly Rule[] = [
  { program: /^aws$/, words: /^iam create-user\b/, why: 'makes an IAM user', techniques: ['T1136.003'] },
  {
    program: /^aws$/,
    words:
      /^iam (?:create-access-key|create-service-specific-credential|upload-ssh-public-key|upload-signing-certificate)\b/,
    why: 'makes a long-lived access key',
    techniques: ['T1098.001'],
  },
  {
    program: /^aws$/,
    words: /^iam (?:create|update)-login-profile\b/,
    why: 'sets a console password',
    techniques: ['T1098.001'],
  },
  {
    program: /^aws$/,
    words: /^iam update-assume-role-policy\b/,
    why: 'changes who may take a role',
    techniques: ['T1098.003'],
  },
  {
    program: /^aws$/,
    words: /^iam (?:create-(?:saml|open-id-connect)-provider|update-saml-provider)\b/,
    why: 'trusts another identity provider',
    techniques: ['T1484.002'],
  },
  {
    program: /^aws$/,
    words: /^iam (?:attach|put)-(?:user|group)-policy\b|^iam add-user-to-group\b/,
    why: 'gives an identity more rights',
    techniques: ['T1098.003'],
  },
  {
    program: /^aws$/,
    words: /^iam (?:attach|put)-role-policy\b/,
    why: 'gives a role more rights',
    techniques: ['T1098.003'],
    needs: ALL_RIGHTS,
  },
  {
    program: /^aws$/,
    words: /^(?:ec2-instance-connect send-ssh-public-key|ec2 import-key-pair|lightsail import-key-pair)\b/,
    why: 'puts an SSH key on machines',
    techniques: ['T1098.004'],
  },
  {
    program: /^aws$/,
    words: /^sts get-federation-token\b/,
    why: 'makes a federated session that outlives its key',
    techniques: ['T1098.001'],
  },
  {
    program: /^aws$/,
    words: /^lambda (?:create-function-url-config|add-permission)\b/,
    why: 'opens a function to others',
    techniques: ['T1098'],
    severity: 'low',
  },
  {
    program: /^gcloud$/,
    words: /^(?:(?:alpha|beta) )?iam service-accounts keys create\b/,
    why: 'makes a key of a service account',
    techniques: ['T1098.001'],
  },
  {
    program: /^gcloud$/,
    words: /^(?:(?:alpha|beta) )?iam service-accounts create\b/,
    why: 'makes a service account',
    techniques: ['T1136.003'],
  },
  {
    program: /^gcloud$/,
    words: /\badd-iam-policy-binding\b/,
    why: 'gives an identity more rights',
    techniques: ['T1098.003'],
  },
  {
    program: /^gcloud$/,
    words: /^compute (?:os-login ssh-keys add|project-info add-metadata)\b/,
    why: 'puts an SSH key on machines',
    techniques: ['T1098.004'],
  },
  {
    program: /^gcloud$/,
    words: /^(?:services )?api-keys create\b|^services api-keys create\b/,
    why: 'makes an API key',
    techniques: ['T1098.001'],
  },
  { program: /^az$/, words: /^ad user create\b/, why: 'makes a directory user', techniques: ['T1136.003'] },
  {
    program: /^az$/,
    words: /^ad (?:sp create(?:-for-rbac)?|app create)\b/,
    why: 'makes a service principal',
    techniques: ['T1136.003', 'T1098.001'],
  },
  {
    program: /^az$/,
    words: /^ad (?:app|sp) credential reset\b|^ad app federated-credential create\b/,
    why: 'makes a credential of a principal',
    techniques: ['T1098.001'],
  },
  {
    program: /^az$/,
    words: /^role assignment create\b|^ad group member add\b|^ad app owner add\b/,
    why: 'gives an identity more rights',
    techniques: ['T1098.003'],
  },
  {
    program: /^az$/,
    words: /^vm user (?:update|reset-ssh)\b/,
    why: 'lets somebody into a machine',
    techniques: ['T1098.004'],
  },
  {
    program: /^(?:kubectl|oc)$/,
    words: /^create clusterrolebinding\b|^(?:adm policy )?add-cluster-role-to-user\b/,
    why: 'gives rights over a whole cluster',
    techniques: ['T1098.006'],
  },
  {
    program: /^(?:kubectl|oc)$/,
    words: /^create clusterrole\b/,
    why: 'makes a role that may do anything in a cluster',
    techniques: ['T1098.006'],
    needs: /^(?:--verb=)?\*$/,
  },
  {
    program: /^(?:kubectl|oc)$/,
    words: /^patch clusterroles?\b/,
    why: 'lets a role of the cluster do anything',
    techniques: ['T1098.006'],
    needs: ALL_RIGHTS,
  },
  {
    program: /^(?:kubectl|oc)$/,
    words: /^create token\b/,
    why: 'makes a token of a service account',
    techniques: ['T1098.006'],
    severity: 'low',
  },
  {
    program: /^(?:kubectl|oc)$/,
    words: /^create (?:serviceaccount|sa|rolebinding)\b/,
    why: 'makes an identity in a cluster',
    techniques: ['T1098.006'],
    severity: 'low',
  },
  {
    program: /^gh$/,
    words: /^repo deploy-key add\b/,
    why: 'adds a deploy key to a repository',
    techniques: ['T1098.004'],
  },
  { program: /^gh$/, words: /^(?:ssh-key|gpg-key) add\b/, why: 'adds a key to the account', techniques: ['T1098.004'] },
  {
    program: /^glab$/,
    words: /^(?:ssh-key add|deploy-key add|token create)\b/,
    why: 'adds a key or token',
    techniques: ['T1098.001'],
  },
  {
    program: /^(?:gem|cargo)$/,
    words: /^owner\b/,
    why: 'lets somebody else publish a package',
    techniques: ['T1098'],
    needs: /^(?:--add|-a)\b/,
  },
  {
    program: /^aws$/,
    words: /^iam (?:create-policy-version|set-default-policy-version)\b/,
    why: 'changes what a policy allows',
    techniques: ['T1098.003'],
    needs: /^(?:--set-as-default|set-default-policy-version)/,
  },
  {
    program: /^aws$/,
    words:
      /^(?:ec2 (?:associate|replace)-iam-instance-profile\S*|lambda (?:create-function|update-function-configuration)|glue create-dev-endpoint|cloudformation create-stack|sagemaker create-notebook-instance|codebuild create-project)\b/,
    why: "hands an administrator's role to something of its own",
    techniques: ['T1098.003', 'T1548.005'],
    needs: /(?:^|[\/=:_-])(?:admin|poweruser)/i,
  },
  { program: /^(?:npm|pnpm)$/, words: /^token create\b/, why: 'makes a publish token', techniques: ['T1098.001'] },
  {
    program: /^npm$/,
    words: /^(?:owner|access) (?:add|grant)\b/,
    why: 'lets somebody else publish a package',
    techniques: ['T1098'],
  },
  {
    program: /^heroku$/,
    words: /^(?:authorizations:create|access:add|keys:add)\b/,
    why: 'makes a token, key or member',
    techniques: ['T1098.001'],
  },
  {
    program: /^vault$/,
    words: /^token create\b|^auth enable\b/,
    why: 'makes a token of the secret store',
    techniques: ['T1098.001'],
    severity: 'low',
  },
  {
    program: /^doctl$/,
    words: /^compute ssh-key (?:create|import)\b/,
    why: 'adds an SSH key to the account',
    techniques: ['T1098.004'],
  },
  {
    program: /^(?:hcloud|linode-cli|vultr-cli)$/,
    words: /^(?:ssh-keys?|sshkeys?) (?:create|add)\b/,
    why: 'adds an SSH key to the account',
    techniques: ['T1098.004'],
  },
  {
    program:
      /^okta$|^(?:New-(?:MgUser|AzureADUser|AzADUser|AzADServicePrincipal|MgServicePrincipal\w{0,20}|AzADAppCredential))$/i,
    words: /./,
    why: 'makes a directory identity',
    techniques: ['T1136.003'],
  },
];

const PROGRAMS =
  /^(?:aws|gcloud|az|kubectl|oc|gh|glab|npm|pnpm|gem|cargo|heroku|vault|doctl|hcloud|linode-cli|vultr-cli|curl|okta|new-\w{2,40})$/i;
/** Interfaces of code hosts, as `gh api` and `curl` are given them. */
const API =
  /(?:^|\/)(?:repos\/[^/\s]{1,100}\/[^/\s]{1,100}\/(hooks|keys|collaborators)|orgs\/[^/\s]{1,100}\/(hooks)|user\/(keys|gpg_keys)|projects\/[^/\s]{1,100}\/(hooks|deploy_keys|access_tokens)|users\/[^/\s]{1,60}\/(personal_access_tokens))(?=$|[?\s/])/;

/** Namespaces whose accounts run the cluster itself. */
const SYSTEM = /(?:^|\s)(?:-n|--namespace)[ =]kube-system\b/;
/** One role that reads or calls: what a service is given when it is set up. */
const NARROW =
  /--role[= ]["']?(?:roles\/[\w.]{1,60}(?:[vV]iewer|[iI]nvoker|[rR]eader|[sS]ubscriber|[pP]ublisher|[aA]ccessor)|[\w ]{0,40}(?:Reader|AcrPull))["']?(?=\s|$)/;
/** Whoever is logged in, as a command asks: how a cluster is set up by hand. */
const ASKED = /--user[= ]\uFFFD(?:\s|$)/;
const SERVICE = /\bserviceAccount:|--assignee/;

/** The lasting right that a command makes, if any. */
export function grantOf(program: string, args: readonly string[]): Grant | undefined {
  if (
    !PROGRAMS.test(program) ||
    args.some((word) =>
      /^(?:--help|-h|help|--dry-run(?:=.{0,20})?|--cli-auto-prompt|--generate-cli-skeleton)$/.test(word),
    )
  )
    return undefined;
  if ((program === 'gh' && args[0] === 'api') || program === 'curl') return byInterface(program, args);
  const words = bare(args);
  const rule = RULES.find(
    (one) =>
      one.program.test(program) &&
      one.words.test(words) &&
      (one.needs === undefined || args.some((arg) => one.needs?.test(arg.slice(0, 400)))),
  );
  if (rule === undefined) return undefined;
  const text = args.join(' ').slice(0, 4_000);
  const open =
    ALL_RIGHTS.test(text) ||
    /"?(?:AWS|Principal)"?\s{0,4}:\s{0,4}"\*"|roles\/owner|--role[= ](?:Owner|User Access Administrator)\b|cluster-admin|allUsers|allAuthenticatedUsers/.test(
      text,
    );
  return {
    what: `${program} ${words.split(' ').slice(0, 4).join(' ')}`.slice(0, 100),
    why: `${program} ${rule.why}${open ? ', with all rights or for everybody' : ''}`,
    severity: open
      ? ASKED.test(text)
        ? 'medium'
        : 'high'
      : SYSTEM.test(text) && rule.severity === 'low'
        ? 'medium'
        : NARROW.test(text) && SERVICE.test(text)
          ? 'low'
          : (rule.severity ?? 'medium'),
    techniques: rule.techniques,
  };
}

/** Words up to six, without options and their values before the verb (`--profile x`). */
function bare(args: readonly string[]): string {
  const kept: string[] = [];
  for (let at = 0; at < args.length && kept.length < 6; at++) {
    const word = args[at] ?? '';
    if (!word.startsWith('-')) kept.push(word);
    else if (
      !word.includes('=') &&
      /^--?(?:profile|region|output|project|subscription|n|namespace|context|R|repo|query|o)$/.test(word)
    )
      at++;
    else if (/^--?[\w-]+$/.test(word) && kept.length > 2) break;
  }
  return kept.join(' ');
}

function byInterface(program: string, args: readonly string[]): Grant | undefined {
  const url = args.find((word) => API.test(word));
  const writes = args.some(
    (word, at) =>
      /^(?:POST|PUT)$/.test(word) ||
      /^-(?:f|F|d)$|^--(?:field|raw-field|input|data\S{0,12})$/.test(word) ||
      (/^-X$|^--(?:method|request)$/.test(word) && /^(?:POST|PUT)$/.test(args[at + 1] ?? '')),
  );
  const removes = args.includes('DELETE');
  const kind = API.exec(url ?? '')
    ?.slice(1)
    .find(Boolean);
  if (url === undefined || kind === undefined || !writes || removes) return undefined;
  const hook = kind === 'hooks';
  return {
    what: `api:${kind}`,
    why: `${program} ${hook ? 'adds a webhook, which is told of everything that happens there' : 'adds a key, member or token'} on a code host`,
    severity: 'medium',
    techniques: hook ? ['T1098', 'T1546'] : kind === 'collaborators' ? ['T1098'] : ['T1098.004'],
  };
}
