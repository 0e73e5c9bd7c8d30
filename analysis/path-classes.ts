/** What kind of thing a path is by its name and place. Order matters: what is clearly harmless comes first. */
import type { PathClass } from '../contracts/analysis';
import { classOfPlace } from './path-places';
import type { Kind } from './path-places';

/** Class of a resolved path; `other` when nothing is known about it. Case is ignored, as macOS and Windows do. */
export function classifyPath(path: string): PathClass {
  const lower = `/${path.toLowerCase().replace(/^\/+/, '').replace(/\/+$/, '')}`;
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  const stated = RULES.find((rule) => rule.names?.has(name) === true || rule.test(lower, name));
  if (stated) return stated.class;
  const opened = /[*?[]/.test(lower) ? classifyGlob(lower) : 'other';
  return opened === 'other' ? classOfPlace(lower, name, /^(?:\/|[A-Za-z]:)/.test(path)) : opened;
}

interface Rule {
  class: PathClass;
  names?: ReadonlySet<string>;
  test(path: string, name: string): boolean;
}

const never = () => false;

function names(kind: Kind, text: string): Rule {
  return { class: kind, names: new Set(text.split(' ')), test: never };
}

function matching(kind: PathClass, pattern: RegExp): Rule {
  return { class: kind, test: (path) => pattern.test(path) };
}

/** Paths that end so, below any folder. */
function endings(kind: Kind, list: readonly string[]): Rule {
  const suffixes = list.map((one) => `/${one}`);
  return { class: kind, test: (path) => suffixes.some((suffix) => path.endsWith(suffix)) };
}

/** Everything at or below folders of this name. */
function folders(kind: Kind, list: readonly string[]): Rule {
  const middles = list.map((one) => `/${one}/`);
  return { class: kind, test: (path) => middles.some((middle) => `${path}/`.includes(middle)) };
}

const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|d\.ts|py|go|rs|rb|java|kt|php|md|mdx|html|css|scss|snap|sh|lock)$/;
const CERTIFICATE_NAME =
  /(?:^|[-_.])(?:ca|cas|cert|certs|certificate|certificates|chain|fullchain|bundle|root|roots|pub|public|trust|truststore|isrgrootx\d|csr|dhparams?|cacert|cacerts)(?:[-_.\d]|$)/;

const RULES: readonly Rule[] = [
  matching('public-key', /\.pub$/),
  {
    class: 'template',
    test: (path, name) =>
      /(?:^|[-_.])(?:example|examples|sample|template|tmpl|tpl|dist|schema|placeholder)(?:[-_.]|$)/.test(name) &&
      /(?:^|[-_.])(?:env|envrc|secrets?|credentials?|config|settings|tokens?|keys?|npmrc|pypirc|netrc)(?:[-_.]|$)/.test(
        name,
      ) &&
      !/^\/(?:etc|var|proc)\//.test(path),
  },
  matching('process-environment', /^\/proc\/[^/]+(?:\/task\/[^/]+)?\/environ$/),
  matching('other', /\/var\/run\/secrets\/[^/]+\/serviceaccount\/namespace$/),
  matching(
    'public-certificate',
    /^\/(?:etc\/ssl\/(?:certs(?:\/|$)|cert\.pem$)|etc\/pki\/(?:ca-trust|tls\/certs|tls\/cert\.pem)|etc\/ca-certificates|usr\/(?:local\/)?share\/ca-certificates)|\/certifi\/|\/ca\.crt$/,
  ),
  matching(
    'workload-identity',
    /^\/(?:var\/)?run\/secrets\/(?:kubernetes\.io|eks\.amazonaws\.com|azure|sts\.amazonaws\.com|tokens|pods\.eks\.amazonaws\.com|workload-spiffe[^/]*)(?:\/|$)|^\/(?:var\/)?run\/spire\//,
  ),
  endings('agent-credential', [
    '.claude/.credentials.json',
    '.codex/auth.json',
    '.gemini/oauth_creds.json',
    '.gemini/mcp-oauth-tokens.json',
    '.qwen/oauth_creds.json',
    'opencode/auth.json',
    'opencode/mcp-auth.json',
    'github-copilot/hosts.json',
    'github-copilot/apps.json',
    '.copilot/config.json',
    'goose/secrets.yaml',
    '.cline/secrets.json',
    '.codeium/config.json',
    '.continue/.env',
    'amp/secrets.json',
    '.factory/auth.json',
    '.cursor/auth.json',
    'cursor/auth.json',
  ]),
  folders('agent-credential', ['.mcp-auth', '.config/anthropic', '.config/openai']),
  matching(
    'password-database',
    /\/etc\/(?:g?shadow-?|master\.passwd|spwd\.db|security\/(?:passwd|opasswd))$|\/windows\/(?:system32\/config|repair)\/(?:sam|security|system)$|\/ntds\.dit$|\/var\/db\/dslocal\/nodes\/default\/users(?:\/|$)/,
  ),
  names('browser-store', 'logins.json key4.db key3.db signons.sqlite cookies.sqlite cookies.binarycookies'),
  matching(
    'browser-store',
    /\/(?:google-chrome(?:-beta|-unstable)?|chrome|chromium|brave-browser|brave|microsoft-edge|edge|vivaldi|opera|opera software|user data|arc)\/(?:[^/]{1,100}\/){0,4}(?:login data|cookies|web data|local state|login data for account)(?:-journal)?$|\/(?:\.mozilla\/firefox|\.config\/(?:google-chrome|chromium|bravesoftware|microsoft-edge)|application support\/(?:google\/chrome|firefox|bravesoftware))(?:\/(?:default|profiles?|profile \d|\*)?)?$|\/login data$|\/(?:slack|discord|microsoft teams|teams|signal)\/(?:[^/]{1,60}\/){0,3}(?:cookies|local storage(?:\/.*)?)$/,
  ),
  matching(
    'wallet',
    /\/wallet\.dat$|\/(?:\.bitcoin|\.litecoin|\.dogecoin|\.dashcore|\.zcash|\.electrum(?:\/wallets)?|\.ethereum\/keystore|\.bitmonero|exodus\.wallet|\.exodus|atomic\/local storage|\.config\/solana(?:\/[\w-]{1,40}\.json)?|\.sui\/sui_config\/sui\.keystore|\.foundry\/keystores|nkbihfbeogaeaoehlefnkodbefgpgknn)(?:\/(?!(?:debug\.log|bitcoin\.conf)$)[^/]{0,200})?$|\/utc--\d{4}-[^/]{1,200}$/,
  ),
  // The folder of a wallet's program, wherever a system keeps the data of programs.
  matching(
    'wallet',
    /\/(?:library\/application support|appdata\/(?:roaming|local)|\.config|\.local\/share|\.var\/app)\/(?:exodus|electrum(?:-\w{1,8})?|atomic(?: ?wallet)?|ledger ?live|@trezor\/suite-desktop|trezor suite|coinomi|guarda|bitcoin|litecoin|dogecoin|dashcore|zcash|ethereum|bitmonero|monero|walletwasabi|sparrow|daedalus(?: mainnet)?|yoroi|phantom|armory|multibit)(?:$|\/(?!.{0,200}\.(?:log|conf)$))/,
  ),
  matching(
    'keychain',
    /\/library\/keychains(?:\/|$)|\.keychain(?:-db)?$|\/\.local\/share\/(?:keyrings|kwalletd)(?:\/|$)|\/\.gnome2\/keyrings(?:\/|$)|\/kwallet(?:\/|$)|\.kwl$|\/appdata\/(?:roaming|local)\/microsoft\/(?:credentials|vault|protect)(?:\/|$)/,
  ),
  names(
    'shell-history',
    '.bash_history .zsh_history .zhistory .sh_history .ash_history .histfile .history fish_history .python_history .node_repl_history .psql_history .mysql_history .sqlite_history .rediscli_history .irb_history .dbshell consolehost_history.txt',
  ),
  {
    class: 'public-certificate',
    test: (_path, name) =>
      (/\.(?:crt|cer|der|p7b|csr|crl)$/.test(name) || (/\.pem$/.test(name) && CERTIFICATE_NAME.test(name))) &&
      !/key/.test(name),
  },
  matching(
    'ssh-access',
    /\/\.ssh\/(?:config(?:\.d(?:\/.*)?)?|known_hosts[^/]*|authorized_keys2?|environment|rc|agent[^/]*)$/,
  ),
  matching(
    'private-key',
    /\/\.ssh(?:\/[^/]+)*$|\/id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:_sk)?(?:[-_.][^/]{0,60})?$|\/ssh_host_[a-z0-9]{2,10}_key$/,
  ),
  {
    class: 'private-key',
    test: (path, name) =>
      /\.(?:pem|ppk|p12|pfx|pkcs12|p8|jks|key|asc)$/.test(name) &&
      (!name.endsWith('.asc') || /secret|private/.test(name)) &&
      !/\/node_modules\/|\/i18n\/|\/locales?\//.test(path),
  },
  matching(
    'private-key',
    /\/\.gnupg(?:\/(?:private-keys-v1\.d(?:\/.*)?|secring\.gpg|\*))?$|^\/etc\/ssl\/private(?:\/|$)|^\/etc\/wireguard(?:\/[^/]*\.conf|\/\*)?$|\/sops\/age\/keys\.txt$|\/(?:server|client|tls|private|signing|host|deploy)[-_.]?key$/,
  ),
  matching('cloud-credential', /\/\.aws(?:\/(?:credentials|\*|(?:sso|cli)\/cache(?:\/.*)?)?)?$|\/aws\/credentials$/),
  folders('cloud-credential', ['gcloud/legacy_credentials', '.snowflake', '.tccli', '.ibmcloud']),
  endings('cloud-credential', [
    'gcloud/application_default_credentials.json',
    'gcloud/credentials.db',
    'gcloud/access_tokens.db',
    '.config/gcloud',
    '.azure/accesstokens.json',
    '.azure/msal_token_cache.json',
    '.azure/msal_token_cache.bin',
    '.azure/service_principal_entries.json',
    '.azure/service_principal_entries.bin',
    '.azure',
    '.oci/config',
    '.aliyun/config.json',
    'doctl/config.yaml',
    'hcloud/cli.toml',
    'rclone/rclone.conf',
    'openstack/clouds.yaml',
    '.mc/config.json',
    'linode-cli',
    '.s3cfg',
    '.boto',
    '.passwd-s3fs',
    '.databrickscfg',
  ]),
  matching(
    'cloud-credential',
    /(?:^|\/|[-_.])(?:service[-_]?account(?:[-_]?key)?|gcp[-_](?:key|credentials|sa)|gcloud[-_](?:key|service[-_]key)|google[-_]credentials|application_default_credentials)[^/]{0,40}\.json$/,
  ),
  names(
    'credential-store',
    '.git-credentials .netrc _netrc .npmrc .pypirc .dockercfg .pgpass pgpass.conf .my.cnf .mylogin.cnf .htpasswd .vault_pass .vault_pass.txt .vault-password .smbcredentials .ldaprc settings-security.xml credentials.tfrc.json .terraformrc terraform.rc kubeconfig credentials.json credentials.yml credentials.yaml credentials.xml credentials.csv credentials.txt secrets.json secrets.yml secrets.yaml secrets.toml secrets.txt secrets.env passwords.txt password.txt passwords.csv sitemanager.xml .remote-sync.json sftp-config.json',
  ),
  endings('credential-store', [
    'git/credentials',
    '.docker/config.json',
    '.docker',
    '.kube/config',
    '.kube',
    '.gem/credentials',
    '.cargo/credentials',
    '.cargo/credentials.toml',
    '.m2/settings.xml',
    '.gradle/gradle.properties',
    'nuget/nuget.config',
    '.composer/auth.json',
    'composer/auth.json',
    'gh/hosts.yml',
    '.config/gh',
    '.config/hub',
    'glab-cli/config.yml',
    'containers/auth.json',
    'filezilla/recentservers.xml',
    'kubernetes/admin.conf',
    'kubernetes/super-admin.conf',
    'k3s/k3s.yaml',
    'mysql/debian.cnf',
    'wpa_supplicant.conf',
    'postfix/sasl_passwd',
    'gitlab/gitlab-secrets.json',
    'cloud/instance/user-data.txt',
  ]),
  folders('credential-store', [
    'networkmanager/system-connections',
    '.password-store',
    '.subversion/auth',
    '.config/op',
    '.config/bitwarden cli',
    '.lpass',
  ]),
  matching(
    'credential-store',
    /\.remmina$|^\/etc\/openvpn\/(?:[^/]{1,60}\/)?[^/]{0,40}(?:auth|pass|cred)[^/]{0,40}$|^\/var\/lib\/docker\/containers\/[^/]{1,80}\/config\.v2\.json$|\.(?:kdbx|kdb|keytab|kubeconfig|agilekeychain|opvault|1pux)$/,
  ),
  names(
    'token-file',
    '.vault-token .token token.txt token.json access_token .access_token api_key.txt apikey.txt api-token .api_key .sentryclirc .wakatime.cfg .netlify kaggle.json',
  ),
  endings('token-file', [
    'huggingface/token',
    'huggingface/stored_tokens',
    '.huggingface/token',
    'com.vercel.cli/auth.json',
    '.vercel/auth.json',
    'netlify/config.json',
    'configstore/firebase-tools.json',
    '.fly/config.yml',
    '.railway/config.json',
    'stripe/config.toml',
    '.pulumi/credentials.json',
    'ngrok/ngrok.yml',
    '.ngrok2/ngrok.yml',
    '.cloudflared/cert.pem',
    '.wrangler/config/default.toml',
    '.twilio-cli/config.json',
    '.circleci/cli.yml',
  ]),
  matching(
    'token-file',
    /^\/(?:var\/)?run\/secrets(?:\/|$)|\/tmp\/krb5cc_[^/]{1,40}$|\/\.cloudflared\/[^/]{1,100}\.json$|[^/]\.token$/,
  ),
  {
    class: 'environment-file',
    test: (_path, name) =>
      (name === '.env' || name === '.envrc' || /^\.env\.[^/]{1,80}$/.test(name) || /^[\w-]{1,60}\.env$/.test(name)) &&
      !SOURCE_FILE.test(name) &&
      !name.endsWith('.vault'),
  },
];

/** Where secrets usually lie, for globs that hide the name: `/etc/sh?dow`, `~/.ss*\/id_*`. */
const EXEMPLARS: readonly (readonly [string, Kind])[] = [
  ['/etc/shadow', 'password-database'],
  ['/etc/gshadow', 'password-database'],
  ['/proc/self/environ', 'process-environment'],
  ['/proc/1/environ', 'process-environment'],
  ['~/.ssh/id_rsa', 'private-key'],
  ['~/.ssh/id_ed25519', 'private-key'],
  ['~/.aws/credentials', 'cloud-credential'],
  ['~/.config/gcloud/application_default_credentials.json', 'cloud-credential'],
  ['~/.kube/config', 'credential-store'],
  ['~/.docker/config.json', 'credential-store'],
  ['~/.git-credentials', 'credential-store'],
  ['~/.netrc', 'credential-store'],
  ['~/.npmrc', 'credential-store'],
  ['~/.bash_history', 'shell-history'],
  ['~/.claude/.credentials.json', 'agent-credential'],
  ['~/.codex/auth.json', 'agent-credential'],
  ['.env', 'environment-file'],
];

/** A glob is what it could open, when the globbed segments still say enough (`*` alone says nothing). */
function classifyGlob(path: string): PathClass {
  const segments = path.slice(1).split('/');
  const hit = EXEMPLARS.find(([exemplar]) => {
    const wanted = exemplar.replace(/^\//, '').split('/');
    const tail = exemplar.startsWith('/')
      ? segments
      : segments.slice(-wanted.length + (exemplar.startsWith('~') ? 1 : 0));
    const target = exemplar.startsWith('~') ? wanted.slice(1) : wanted;
    return tail.length === target.length && tail.every((segment, at) => segmentMatches(segment, target[at] ?? ''));
  });
  return hit?.[1] ?? 'other';
}

function segmentMatches(glob: string, name: string): boolean {
  if (!/[*?[]/.test(glob)) return glob === name;
  if (glob.replace(/\[[^\]]{0,40}\]|[*?]/g, '').length < 2) return false;
  return globMatches(glob, name);
}

/** Shell glob on one segment: `*`, `?`, `[..]`. Two-pointer, so quadratic at most in a segment of 255 characters. */
function globMatches(glob: string, name: string): boolean {
  if (glob.length > 255) return false;
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    const token = glob[at] ?? '';
    const close = token === '[' ? glob.indexOf(']', at + 2) : -1;
    const inClass = close > 0 && classHolds(glob.slice(at + 1, close), name[from] ?? '');
    if (token === '*') [star, mark, at] = [at, from, at + 1];
    else if (inClass) [at, from] = [close + 1, from + 1];
    else if (close < 0 && (token === '?' || token === name[from])) [at, from] = [at + 1, from + 1];
    else if (star >= 0) [at, mark, from] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return glob.slice(at).replaceAll('*', '') === '';
}

function classHolds(body: string, character: string): boolean {
  const negated = /^[!^]/.test(body);
  const set = negated ? body.slice(1) : body;
  let held = false;
  for (let at = 0; at < set.length; at++) {
    const ranged = set[at + 1] === '-' && at + 2 < set.length;
    if (ranged) held ||= (set[at] ?? '') <= character && character <= (set[at + 2] ?? '');
    else held ||= set[at] === character;
    if (ranged) at += 2;
  }
  return held !== negated;
}
