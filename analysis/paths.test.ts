import fc from 'fast-check';
import type { PathClass } from '../contracts/analysis';
import { resolvePath } from './paths';

const place = { cwd: '/home/dev/project', project: '/home/dev/project' };
const resolved = (path: string) => resolvePath(path, place).path;

describe('resolvePath', () => {
  it.each([
    ['~/.ssh/id_rsa', '~/.ssh/id_rsa'],
    ['$HOME/.ssh/id_rsa', '~/.ssh/id_rsa'],
    ['${HOME}/.ssh/../.aws//credentials', '~/.aws/credentials'],
    ['/home/dev/.netrc', '~/.netrc'],
    ['/home/other/.netrc', '/home/other/.netrc'],
    ['../.env', '~/.env'],
    ['./src/./a.ts', '~/project/src/a.ts'],
    ['src/*.ts', '~/project/src/*.ts'],
    ['/etc/../etc/./shadow', '/etc/shadow'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['file:///etc/shadow', '/etc/shadow'],
    ['$PWD/.env', '~/project/.env'],
    ['%USERPROFILE%\\.ssh\\id_rsa', '~/.ssh/id_rsa'],
    ['$env:USERPROFILE\\.aws\\credentials', '~/.aws/credentials'],
    ['C:\\Windows\\System32\\config\\SAM', 'C:/Windows/System32/config/SAM'],
  ])('%s is %s', (given, path) => {
    expect(resolved(given)).toBe(path);
  });

  it('keeps what it cannot know', () => {
    expect(resolvePath('../../x', {}).path).toBe('../../x');
    expect(resolvePath('a/../b', {})).toEqual({ path: 'b', given: 'a/../b', class: 'other' });
    expect(resolvePath('~/../bob/x', {}).path).toBe('~/../bob/x');
  });

  it('knows what lies inside the project', () => {
    expect(resolvePath('test/key.pem', place)).toMatchObject({ class: 'private-key', insideProject: true });
    expect(resolvePath('../other/key.pem', place).insideProject).toBe(false);
    expect(resolvePath('key.pem', {}).insideProject).toBeUndefined();
  });

  it('does not take a home folder for a project', () => {
    expect(resolvePath('.ssh/id_rsa', { cwd: '/home/dev' })).toMatchObject({
      path: '~/.ssh/id_rsa',
      insideProject: false,
    });
  });

  const segment = fc.constantFrom('a', '..', '.', '', '~', '$HOME', '.ssh', 'id_rsa', '*', 'C:', '\\', '%2e');
  it('is idempotent', () => {
    const path = fc.array(segment, { maxLength: 8 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, fc.constantFrom(place, {}, { cwd: '/' }, { home: '/root' }), (given, around) => {
        const once = resolvePath(given, around);
        const twice = resolvePath(once.path, around);
        expect({ ...twice, given: '' }).toEqual({ ...once, given: '' });
      }),
    );
  });
});

const CLASSES: Readonly<Partial<Record<PathClass, readonly string[]>>> = {
  'private-key': [
    '~/.ssh/id_rsa',
    '~/.ssh/id_ed25519',
    '~/.ssh',
    '~/.ssh/*',
    '~/.ssh/work_key',
    'server.key',
    'test/fixtures/private.pem',
    '~/Downloads/ec2.pem',
    '/etc/ssh/ssh_host_rsa_key',
    '~/.gnupg/private-keys-v1.d/A.key',
    'key.p12',
    'a.ppk',
    '/etc/letsencrypt/live/x/privkey.pem',
    'id_rsa.bak',
    'server-key.pem',
    '~/.ss?/id_*',
  ],
  'cloud-credential': [
    '~/.aws/credentials',
    '~/.aws',
    '~/.aws/sso/cache/abc.json',
    '~/.config/gcloud/application_default_credentials.json',
    '~/.azure/msal_token_cache.json',
    '~/.oci/config',
    'service-account.json',
    'my-gcp-key.json',
    '~/.config/rclone/rclone.conf',
    '~/.aw*/cred*',
  ],
  'credential-store': [
    '~/.git-credentials',
    '~/.netrc',
    '~/.docker/config.json',
    '~/.kube/config',
    '~/.npmrc',
    '~/.pypirc',
    '~/.config/gh/hosts.yml',
    '~/.terraform.d/credentials.tfrc.json',
    '~/.pgpass',
    '~/.m2/settings.xml',
    '~/.cargo/credentials.toml',
    '~/.password-store/a/b.gpg',
    'vault.kdbx',
    'config/secrets.yml',
    '/etc/kubernetes/admin.conf',
  ],
  'token-file': [
    '~/.vault-token',
    '~/.cache/huggingface/token',
    '/run/secrets/db_password',
    '/tmp/krb5cc_1000',
    'token.json',
    '~/.config/stripe/config.toml',
  ],
  'environment-file': ['.env', '.env.local', '.env.production', 'prod.env', '.envrc', 'apps/api/.env'],
  'process-environment': [
    '/proc/self/environ',
    '/proc/1/environ',
    '/proc/*/environ',
    '/proc/\uFFFD/environ',
    '/proc/12/task/13/environ',
    '/pro?/self/environ',
  ],
  'password-database': [
    '/etc/shadow',
    '/etc/gshadow',
    '/etc/shadow-',
    '/etc/master.passwd',
    '/mnt/root/etc/shadow',
    'C:\\Windows\\System32\\config\\SAM',
    '/etc/sh?dow',
    '/etc/sh[a-b]dow',
    '/e?c/sha*',
  ],
  'browser-store': [
    '~/.config/google-chrome/Default/Login Data',
    '~/.config/chromium/Default/Cookies',
    '~/.mozilla/firefox/x.default/logins.json',
    '~/.mozilla/firefox/x.default/key4.db',
    '~/Library/Application Support/Google/Chrome/Default/Login Data',
  ],
  wallet: [
    '~/.bitcoin/wallet.dat',
    '~/.ethereum/keystore/UTC--2020-01-01T00',
    '~/.config/solana/id.json',
    '~/.electrum/wallets/default',
  ],
  keychain: [
    '~/Library/Keychains/login.keychain-db',
    '~/.local/share/keyrings/login.keyring',
    '~/.local/share/kwalletd/kdewallet.kwl',
  ],
  'shell-history': [
    '~/.bash_history',
    '~/.zsh_history',
    '~/.local/share/fish/fish_history',
    '~/.python_history',
    '~/.psql_history',
  ],
  'workload-identity': [
    '/var/run/secrets/kubernetes.io/serviceaccount/token',
    '/run/secrets/kubernetes.io/serviceaccount',
    '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
  ],
  'agent-credential': [
    '~/.claude/.credentials.json',
    '~/.codex/auth.json',
    '~/.gemini/oauth_creds.json',
    '~/.qwen/oauth_creds.json',
    '~/.local/share/opencode/auth.json',
    '~/.config/github-copilot/apps.json',
  ],
  template: [
    '.env.example',
    '.env.sample',
    '.env.template',
    '.env.local.example',
    'example.env',
    'secrets.example.yaml',
    'config/credentials.sample.json',
  ],
  'public-certificate': [
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/ssl/cert.pem',
    'cacert.pem',
    'ca.pem',
    'certs/fullchain.pem',
    'server.crt',
    'rds-combined-ca-bundle.pem',
    '/usr/share/ca-certificates/mozilla/x.crt',
    'venv/lib/python3.12/site-packages/certifi/cacert.pem',
  ],
  'public-key': ['~/.ssh/id_rsa.pub', 'deploy.pub'],
  other: [
    'README.md',
    '~/.ssh/config',
    '~/.ssh/known_hosts',
    '~/.ssh/authorized_keys',
    '/etc/passwd',
    '~/.aws/config',
    'src/environment.ts',
    '.env.ts',
    'src/secrets.ts',
    'credentials.py',
    'docs/tokens.md',
    'src/keychain.ts',
    '/etc/*',
    '*',
    'src/**/*.ts',
    'package-lock.json',
    '~/.claude/settings.json',
    'src/wallet.py',
    '/proc/cpuinfo',
    'keys.json',
    'node_modules/x/test.key',
    'tsconfig.json',
    '~/.config/chromium-flags.conf',
  ],
};

describe('classifyPath', () => {
  const cases = Object.entries(CLASSES).flatMap(([kind, paths]) => paths.map((path) => [path, kind] as const));
  it.each(cases)('%s is %s', (path, kind) => {
    expect(resolvePath(path, place).class).toBe(kind);
  });

  it('takes a long path of signs in its stride', () => {
    expect(resolvePath('/*?[a'.repeat(800), place).class).toBe('other');
  });
});
