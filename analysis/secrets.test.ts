import { findSecrets, scan } from './secrets';
import { checksum } from './secrets/checksum';

/** Decoys are put together here, so that no file of ours holds one. */
const LETTERS = 'Qz7Kd2Vx9Lm4Rt6Bn8Wp3Yc5Hs1Jf0GgTuAeIoNbMqZrXvCwDk';
const part = (length: number, from = 0) => LETTERS.repeat(4).slice(from, from + length);
const hex = (length: number) => '9f3c07ab51de2468'.repeat(8).slice(0, length);
const signed = (prefix: string) => `${prefix}${part(30)}${checksum(part(30))}`;
const base32 = 'QZ7KD2VX4LMRT6BN';
const jwt = [{ alg: 'HS256', typ: 'JWT' }, { sub: 'decoy' }]
  .map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
  .join('.');
const pem = (kind: string) => `-----BEGIN ${kind}-----\n${part(64)}\n${part(64, 9)}\n-----END ${kind}-----`;

const FORMS: readonly (readonly [kind: string, text: string])[] = [
  ['github-token', `git clone https://x:${signed('ghp_')}@github.com/a/b`],
  ['github-token', `GH_TOKEN=${signed('gho_')} gh pr list`],
  ['github-token', `github_pat_${part(22)}_${part(59)}`],
  ['unverified-github-token', `ghp_${part(36)}`],
  ['npm-token', `//registry.example/:_authToken=${signed('npm_')}`],
  ['gitlab-token', `curl --header "PRIVATE-TOKEN: glpat-${part(20)}" https://git.example`],
  ['stripe-key', `sk_live_${part(24)}`],
  ['slack-token', `xoxb-${hex(12)}-${hex(12)}-${part(24)}`],
  ['slack-webhook', `https://hooks.slack.com/services/T0${part(8)}/B0${part(8)}/${part(24)}`],
  ['aws-access-key-id', `AKIA${base32}`],
  ['aws-access-key-id', `export AWS_ACCESS_KEY_ID=ASIA${base32}`],
  ['aws-secret-access-key', `aws_secret_access_key = ${part(38)}/+`],
  // The keys of AWS's own documentation, which decoys are made of.
  ['aws-access-key-id', 'AKIAIOSFODNN7EXAMPLE'],
  ['aws-secret-access-key', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  // Digits in a row do not make a token harmless.
  ['api-key', `sk-decoy-${'0123456789abcdef'.repeat(2)}`],
  ['google-api-key', `https://maps.example/?key=AIza${part(35)}`],
  ['google-access-token', `ya29.${part(60)}`],
  ['anthropic-key', `sk-ant-api03-${part(80)}`],
  ['openai-key', `sk-proj-${part(48)}`],
  ['api-key', `sk-${part(48)}`],
  ['hugging-face-token', `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`],
  ['digitalocean-token', `dop_v1_${hex(64)}`],
  ['sendgrid-key', `SG.${part(22)}.${part(43)}`],
  ['twilio-key', `SK${hex(32)}`],
  ['telegram-token', `https://api.telegram.example/bot123456789:AA${part(33)}/sendMessage`],
  ['discord-token', `${Buffer.from('123456789012345678').toString('base64')}.${part(6)}.${part(30)}`],
  ['json-web-token', `${jwt}.${part(43)}`],
  ['bearer-token', `curl -H "Authorization: Bearer ${part(40)}" https://api.example`],
  ['private-key', pem('RSA PRIVATE KEY')],
  ['private-key', pem('OPENSSH PRIVATE KEY')],
  ['private-key', JSON.stringify({ private_key: pem('PRIVATE KEY') })],
  [
    'private-key',
    `PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n${part(64)}\n${part(64, 7)}\nPrivate-MAC: ${hex(40)}`,
  ],
  ['password', 'psql postgres://app:s3cr3t-Decoy!@db.example:5432/app'],
  ['password', 'mysql -u root -pDecoy9pass -h db.example'],
  ['password', "sshpass -p 'Decoy9pass' ssh a@b.example"],
  ['password', 'curl -u admin:Decoy9pass https://x.example'],
  ['password', 'redis-cli -h r.example -a Decoy9pass ping'],
  ['password', 'echo Decoy | docker login -u me -p Decoy9pass'],
  ['password', 'openssl enc -aes-256-cbc -pass pass:Decoy9pass -in a'],
  ['password', 'DB_PASSWORD=Decoy9pass npm start'],
  ['password', '{"password":"Decoy9pass"}'],
  ['password', '{\\"password\\":\\"Decoy9pass\\"}'],
  ['password', 'tool --password Decoy9pass'],
  ['password', 'Server=db;Database=x;User Id=sa;Password=Decoy9pass;'],
  ['password', 'machine api.example login me password Decoy9pass'],
  ['azure-storage-key', `AccountName=x;AccountKey=${part(86)}==;`],
  ['token', `tool --token ${part(32)}`],
  ['api-key', `const apiKey = "${part(32)}";`],
  ['secret', `client_secret: '${part(40)}'`],
  ['age-key', `AGE-SECRET-KEY-1${'QZ7KD2VX4LMRT6BN'.repeat(4).slice(0, 58)}`],
  ['url-signature', `https://x.blob.example/f?sv=1&sig=${part(43)}%3D`],
];

const NOT_SECRETS: readonly string[] = [
  'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'git checkout 3f9c07ab51de24683f9c07ab51de24683f9c07ab',
  'sha256:9f3c07ab51de24689f3c07ab51de24689f3c07ab51de24689f3c07ab51de2468',
  'id: 550e8400-e29b-41d4-a716-446655440000',
  '"integrity": "sha512-Qz7Kd2Vx9Lm4Rt6Bn8Wp3Yc5Hs1Jf0GgTuAeIoNbMqZrXvCwDkQz7Kd2Vx9Lm4Rt6Bn8Wp3Yc5Hs1Jf0GgTuAeIo=="',
  'export PASSWORD=$DB_PASSWORD',
  'password: ${{ secrets.DB_PASSWORD }}',
  'const password = process.env.PASSWORD;',
  'password = getpass.getpass()',
  'def login(user, password=None, token: str = ""):',
  'password: string; token: string;',
  'token = self.tokenizer.next_token',
  '"max_tokens": 4096, "next_page_token": "Qz7Kd2Vx9Lm4Rt6Bn8Wp3Yc5Hs1Jf0Gg"',
  'postgres://postgres:postgres@localhost:5432/app',
  'https://user:password@example.org',
  'DATABASE_URL=postgres://$USER:$PASS@host/db',
  'ssh git@github.com',
  'docker run -u 1000:1000 -p 8080:80 image',
  'cp -p file other; mkdir -p a/b; mysql -p',
  '--- PASS: TestThing/with_digits_123 (0.00s)',
  'PWD=/home/dev/project OLDPWD=/tmp ls',
  'the password must be at least 12 characters',
  'Authorization: Bearer $TOKEN',
  'Bearer <your-token-here>',
  'sk-circle-fade-dot-container-animation-wrapper',
  'xmrig -o pool.example:3333 -u 48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGzKt52XU5xvqgzYnDK9URnRoJMk1j8nLwEVsaSWJ4fhdUyZijBGUicoD -p x',
  'pay 0x52908400098527886E0F7030069857D2E4169EE7 or bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDQz7Kd2Vx9Lm4Rt6Bn8Wp3Yc5Hs1Jf0Gg dev@host',
  'grep -rn "password" src/ | head; git log -p -S token',
  'vault kv get -field=password secret/app',
  'TOKEN=$(gcloud auth print-access-token)',
  'PASSWORD_HASH=bcrypt STRIPE_PUBLISHABLE_KEY=pk_test_Qz7Kd2Vx9Lm4Rt6Bn8Wp3',
  'secretKeyRef: {name: app-secret, key: password}',
  'AUTH_TOKEN=REDACTED_token_9f3c07ab51de',
];

describe('findSecrets', () => {
  it.each(FORMS)('finds a %s in %s', (kind, text) => {
    expect(findSecrets(text).map((secret) => secret.kind)).toEqual([kind]);
  });

  it.each(NOT_SECRETS)('finds nothing in %s', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  it('takes the secret half of an AWS pair by the id in front of it', () => {
    const found = findSecrets(`AKIA${base32},${part(40)}`);
    expect(found.map(({ kind }) => kind)).toEqual(['aws-access-key-id', 'aws-secret-access-key']);
  });

  it('leaves quotes, keys and the rest of the address in place', () => {
    const text = 'run --url "postgres://app:Decoy9pass@db.example/x" PASSWORD=\'Decoy8pass\'';
    expect(findSecrets(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Decoy9pass', 'Decoy8pass']);
  });

  it('gives a key the same value however its lines are broken', () => {
    const plain = pem('PRIVATE KEY');
    const [a] = findSecrets(plain);
    const [b] = findSecrets(JSON.stringify({ key: plain }));
    expect(a?.value).toBe(b?.value);
  });
});

it('finds all of them in a text that is full of them', () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `PASSWORD=Qz${n}Kd7x`);
  expect(findSecrets(lines.join('\n'))).toHaveLength(lines.length);
});

describe('a key that was cut', () => {
  const lines = [0, 5, 9, 14].map((from) => part(64, from));
  const whole = ['-----BEGIN RSA PRIVATE KEY-----', ...lines, part(30, 3), '-----END RSA PRIVATE KEY-----'].join('\n');
  const tail = whole.slice(whole.indexOf(lines[2] ?? ''));

  it.each([
    ['as a tail shows it', tail],
    ['in the middle of a line', tail.slice(3)],
    ['behind words', `the end of it: ${tail}`],
    ['with its line breaks escaped', JSON.stringify({ output: `…${tail}` })],
  ])('%s is taken out up to its marker', (_, text) => {
    const [secret, ...more] = findSecrets(text);
    expect([secret?.kind, more]).toEqual(['private-key', []]);
    expect(`${lines[2] ?? ''}${lines[3] ?? ''}${part(30, 3)}`).toContain(secret?.value);
    expect(secret?.value.length).toBeGreaterThanOrEqual(64 + 64 + 30 - 3);
    expect(text.slice(secret?.end)).toMatch(/^(?:\n|\\n)-----END RSA PRIVATE KEY-----/);
  });

  it.each([
    'the marker is -----END RSA PRIVATE KEY-----',
    'curl evil example and then sh # -----END PRIVATE KEY-----',
    tail.replaceAll('PRIVATE KEY', 'CERTIFICATE'),
  ])('%s is none', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});

describe('scan', () => {
  const filler = [
    'ghp_',
    'eyJ.',
    'ya29.',
    '-----BEGIN PRIVATE KEY-----',
    'AAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----',
    'Private-Lines: 8\n',
    'Bearer ',
    'a://b:',
    'password=',
    'key="',
    'secret: ',
    'AKIA',
    'mysql -p',
    'curl -u ',
    'MTIz.',
    ':AA',
    'token=\\\\\\',
    'xoxb-',
    '12345678:AA',
    'pass',
  ];

  it.each(filler)('stays linear on 64 KB of %s', (text) => {
    const once = scan(text.repeat(Math.ceil(32_768 / text.length))).steps;
    const twice = scan(text.repeat(Math.ceil(65_536 / text.length))).steps;
    expect(twice).toBeLessThan(once * 2.2 + 50_000);
    expect(twice).toBeLessThan(65_536 * 80);
  });
});
