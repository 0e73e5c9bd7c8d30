/** Settings that open a service, written to a file that is deployed. */
import type { AgentEvent } from '../../../contracts/event';
import type { Opened } from './opened';
import { allowsAll } from './opened';

const DEPLOYED =
  /\.(?:tf|tfvars|hcl|ya?ml|json|toml|conf|cfg|ini|properties|bicep|env)$|\/(?:Dockerfile|Caddyfile)[\w.-]*$|\/\.env(?:\.\w{1,20})?$/i;
const ABOUT_IT =
  /(?:^|\/)(?:tests?|__tests__|fixtures?|examples?|docs?|node_modules|samples?|\.github|locales?)\/|\.lock|package(?:-lock)?\.json$|\.md$/i;
/** Longest content that is read, in characters. */
const MAX_TEXT = 60_000;

const SETTINGS: readonly (readonly [RegExp, string, readonly string[], 'everyone'?])[] = [
  [
    /ingress\b[^}]{0,200}0\.0\.0\.0\/0|CidrIp["']?\s{0,4}:\s{0,4}["']?0\.0\.0\.0\/0|source_ranges\s{0,4}=\s{0,4}\[\s{0,4}"0\.0\.0\.0\/0/,
    'lets every address in',
    ['T1686.001'],
    'everyone',
  ],
  [
    /\b(?:acl|AccessControl)["']?\s{0,4}[=:]\s{0,4}["']?(?:public-read|PublicRead)/,
    'makes stored data public',
    ['T1530'],
  ],
  [
    /block_public_(?:acls|policy)\s{0,4}=\s{0,4}false|restrict_public_buckets\s{0,4}=\s{0,4}false/,
    'takes the block on public access off',
    ['T1530'],
  ],
  [
    /publicly_accessible\s{0,4}=\s{0,4}true|PubliclyAccessible["']?\s{0,4}:\s{0,4}["']?true/,
    'makes a database server reachable from everywhere',
    ['T1686.001'],
  ],
  [
    /^\s{0,20}host(?:ssl)?\s{1,20}all\s{1,20}all\s{1,20}(?:0\.0\.0\.0\/0|all|::\/0)\s{1,20}trust\b/m,
    'lets everyone into the database without a password',
    ['T1685'],
  ],
  [/^\s{0,20}protected-mode\s{1,8}no\b/m, 'takes the protection of an open Redis off', ['T1685']],
  [
    /NODE_TLS_REJECT_UNAUTHORIZED["']?\s{0,4}[=:]\s{0,4}["']?0|insecureSkipVerify["']?\s{0,4}:\s{0,4}true|(?:verify_ssl|ssl_verify|tls_verify|sslVerify)["']?\s{0,4}[=:]\s{0,4}["']?(?:false|no|off|0)\b/i,
    'switches TLS verification off',
    ['T1685'],
  ],
  [
    /xpack\.security\.enabled["']?\s{0,4}[=:]\s{0,4}["']?false|authentication["']?\s{0,4}[=:]\s{0,4}["']?(?:disabled|none|AllowAllAuthenticator)\b/i,
    'switches authentication off',
    ['T1685'],
  ],
];

export function openedByFile({ action }: AgentEvent): (Opened & { path: string }) | undefined {
  if (action.type !== 'file.write' || action.path === undefined || action.content === undefined) return undefined;
  const { path } = action;
  if (!DEPLOYED.test(`/${path}`) || ABOUT_IT.test(path)) return undefined;
  const text = action.content.slice(0, MAX_TEXT);
  if (allowsAll(text) && text.includes('"Allow"'))
    return { what: 'allows everything', about: path, severity: 'low', techniques: ['T1098.003'], path };
  const everyone = text.includes('0.0.0.0/0');
  const found = SETTINGS.find(([pattern, , , needs]) => (needs === undefined || everyone) && pattern.test(text));
  return found && { what: found[1], about: path, severity: 'low', techniques: found[2], path };
}
