/** Tokens that their maker gave a prefix of their own. One line a form. */
import { hasChecksum } from './checksum';
import {
  ALPHANUMERIC,
  BASE64_PADDED,
  DOTTED,
  HEX,
  LETTERS,
  NONE,
  UPPER,
  UPPER_BASE32,
  URL_BASE64,
  run,
  startsWord,
} from './form';
import type { CharacterSet, Form } from './form';
import { entropy, isFiller } from './strength';

interface Shape {
  set: CharacterSet;
  min: number;
  max: number;
  /** Beyond characters and length; a body that fails is no token. */
  check?: (body: string) => boolean;
  /** The body ends in a checksum; one that fails may still be a token in part, and is named `unverified-…` when random. */
  checksum?: true;
  /** Documentation's examples have the whole form and are taken out too: hiding one costs nothing. */
  examples?: true;
  /** May stand in the middle of a word: the prefix alone is telling. */
  anywhere?: true;
}

const mixed = (body: string) => /\d/.test(body) && /[A-Za-z]/.test(body);
const random = (body: string) => mixed(body) && /[A-Z]/.test(body) && entropy(body) >= 3.5;
const exactly = (set: CharacterSet, length: number, more: Partial<Shape> = {}): Shape => ({
  set,
  min: length,
  max: length,
  ...more,
});
const between = (set: CharacterSet, min: number, max: number, more: Partial<Shape> = {}): Shape => ({
  set,
  min,
  max,
  ...more,
});

const SHAPES: readonly (readonly [kind: string, prefixes: string, shape: Shape])[] = [
  ['github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', exactly(ALPHANUMERIC, 36, { checksum: true, anywhere: true })],
  ['github-token', 'github_pat_', between(characterRun(), 60, 120, { anywhere: true })],
  ['npm-token', 'npm_', exactly(ALPHANUMERIC, 36, { checksum: true })],
  [
    'gitlab-token',
    'glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat-',
    between(DOTTED, 20, 100, { anywhere: true }),
  ],
  ['stripe-key', 'sk_live_ sk_test_ rk_live_ rk_test_', between(ALPHANUMERIC, 16, 247)],
  ['stripe-webhook-secret', 'whsec_', between(BASE64_PADDED, 24, 80)],
  [
    'slack-token',
    'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxe. xoxo- xoxc- xoxd-',
    between(DOTTED, 16, 250, { check: mixed, anywhere: true }),
  ],
  ['slack-token', 'xapp-', between(URL_BASE64, 20, 200, { check: mixed })],
  ['slack-webhook', 'hooks.slack.com/services/', between(slashed(), 30, 80, { anywhere: true })],
  [
    'discord-webhook',
    'discord.com/api/webhooks/ discordapp.com/api/webhooks/',
    between(slashed(), 60, 130, { anywhere: true }),
  ],
  ['aws-access-key-id', 'AKIA ASIA ABIA ACCA', exactly(UPPER_BASE32, 16, { examples: true })],
  ['google-api-key', 'AIza', exactly(URL_BASE64, 35)],
  ['google-access-token', 'ya29.', between(DOTTED, 30, 2_048)],
  ['google-client-secret', 'GOCSPX-', exactly(URL_BASE64, 28)],
  ['google-refresh-token', '1//0', between(URL_BASE64, 40, 200, { check: random })],
  ['anthropic-key', 'sk-ant-', between(URL_BASE64, 20, 200, { check: mixed, anywhere: true })],
  ['openai-key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', between(URL_BASE64, 32, 250, { check: mixed })],
  ['openrouter-key', 'sk-or-v1-', between(HEX, 40, 80)],
  ['langfuse-key', 'sk-lf-', exactly(URL_BASE64, 36)],
  [
    'api-key',
    'sk-',
    between(URL_BASE64, 32, 200, {
      check: (body) => mixed(body) && entropy(body) >= 3.5 && !/[a-z]{3,}-[a-z]{3,}-/.test(body),
    }),
  ],
  ['hugging-face-token', 'hf_', between(LETTERS, 30, 40, { check: (body) => entropy(body) >= 3.5 })],
  ['hugging-face-token', 'api_org_', exactly(LETTERS, 34)],
  ['digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', exactly(HEX, 64)],
  ['sendgrid-key', 'SG.', between(DOTTED, 60, 70, { check: (body) => /^[\w-]{20,24}\.[\w-]{39,50}$/.test(body) })],
  ['twilio-key', 'SK', exactly(HEX, 32)],
  ['mailgun-key', 'key-', exactly(HEX, 32)],
  ['databricks-token', 'dapi', between(HEX, 32, 34)],
  ['vault-token', 'hvs. hvb. hvr.', between(URL_BASE64, 24, 200)],
  ['pypi-token', 'pypi-AgEIcHlwaS5vcmc pypi-AgENdGVzdC5weXBpLm9yZw', between(URL_BASE64, 50, 1_000)],
  ['rubygems-token', 'rubygems_', exactly(HEX, 48)],
  ['docker-token', 'dckr_pat_ dckr_oat_', between(URL_BASE64, 24, 60)],
  ['shopify-token', 'shpat_ shpss_ shpca_ shppa_', exactly(HEX, 32)],
  ['square-token', 'sq0atp- sq0csp-', between(URL_BASE64, 22, 60)],
  ['linear-key', 'lin_api_', between(ALPHANUMERIC, 32, 64)],
  ['notion-token', 'ntn_', between(ALPHANUMERIC, 40, 60)],
  ['figma-token', 'figd_', between(URL_BASE64, 36, 60)],
  ['postman-key', 'PMAK-', between(URL_BASE64, 50, 70)],
  ['new-relic-key', 'NRAK-', exactly(UPPER, 27)],
  ['grafana-token', 'glsa_ glc_', between(characterRun(BASE64_PADDED), 32, 400)],
  ['sentry-token', 'sntrys_ sntryu_', between(characterRun(BASE64_PADDED), 60, 400)],
  ['doppler-token', 'dp.pt. dp.st. dp.ct. dp.sa.', between(DOTTED, 32, 100)],
  ['pulumi-token', 'pul-', exactly(HEX, 40)],
  ['atlassian-token', 'ATATT3xFfGF0 ATBB', between(characterRun(BASE64_PADDED), 24, 250)],
  ['groq-key', 'gsk_', between(ALPHANUMERIC, 48, 60)],
  ['xai-key', 'xai-', between(ALPHANUMERIC, 70, 90)],
  ['replicate-token', 'r8_', exactly(ALPHANUMERIC, 37)],
  ['perplexity-key', 'pplx-', between(ALPHANUMERIC, 40, 60)],
  ['tavily-key', 'tvly-', between(URL_BASE64, 24, 60, { check: mixed })],
  ['langsmith-key', 'lsv2_pt_ lsv2_sk_', between(characterRun(), 40, 60)],
  ['supabase-key', 'sbp_', exactly(HEX, 40)],
  ['supabase-key', 'sb_secret_', between(URL_BASE64, 20, 60)],
  ['netlify-token', 'nfp_', between(ALPHANUMERIC, 36, 60)],
  ['tailscale-key', 'tskey-', between(URL_BASE64, 20, 100, { check: mixed })],
  ['age-key', 'AGE-SECRET-KEY-1', exactly(UPPER, 58)],
  ['planetscale-token', 'pscale_pw_ pscale_tkn_ pscale_oauth_', between(DOTTED, 32, 64)],
  ['brevo-key', 'xkeysib-', between(URL_BASE64, 64, 100)],
  ['alibaba-key-id', 'LTAI', between(ALPHANUMERIC, 16, 24, { check: random })],
  ['1password-token', 'ops_eyJ', between(URL_BASE64, 100, 2_000)],
  ['dynatrace-token', 'dt0c01. dt0s01.', between(DOTTED, 80, 100)],
  ['terraform-token', '.atlasv1.', between(URL_BASE64, 60, 80, { anywhere: true })],
];

/** Letters, digits and `_`, or those of `set` and `_`. */
function characterRun(set: CharacterSet = ALPHANUMERIC): CharacterSet {
  const own = set.slice();
  own[95] = 1;
  return own;
}

/** Path segments of a webhook's address. */
function slashed(): CharacterSet {
  const own = URL_BASE64.slice();
  own[47] = 1;
  return own;
}

export const TOKENS: readonly Form[] = SHAPES.flatMap(([kind, prefixes, shape]) =>
  prefixes.split(' ').map((anchor): Form => ({ anchor, rank: 3, find: finder(kind, anchor, shape) })),
);

function finder(kind: string, prefix: string, shape: Shape): Form['find'] {
  return (text, at, seen) => {
    const long = shape.max > 300;
    if ((shape.anywhere !== true && !startsWord(text, at)) || (long && at < seen.long)) return NONE;
    const from = at + prefix.length;
    const length = run(text, from, shape.set, shape.max + 1, seen);
    if (long) seen.long = from + length;
    if (length < shape.min || length > shape.max) return NONE;
    const body = text.slice(from, from + length);
    if ((shape.examples !== true && isFiller(body)) || shape.check?.(body) === false) return NONE;
    const verified = shape.checksum === undefined || hasChecksum(body);
    if (!verified && entropy(body) < 3.8) return NONE;
    const end = from + length;
    return [{ kind: verified ? kind : `unverified-${kind}`, start: at, end, value: text.slice(at, end) }];
  };
}
