/** Where a secret of a kind belongs: sent there it is used, not lost. */

/** Domains of the maker, by the beginning of the kind. A kind that is not here belongs to whoever made it. */
const MAKERS: readonly (readonly [kind: string, ...domains: string[]])[] = [
  ['github-token', 'github.com', 'githubusercontent.com', 'ghcr.io', 'githubcopilot.com', 'npm.pkg.github.com'],
  ['gitlab-token', 'gitlab.com'],
  ['npm-token', 'npmjs.org', 'npmjs.com'],
  ['pypi-token', 'pypi.org', 'upload.pypi.org', 'test.pypi.org'],
  ['rubygems-token', 'rubygems.org'],
  ['docker-token', 'docker.io', 'docker.com'],
  ['aws-secret-access-key', 'amazonaws.com', 'aws.amazon.com', 'amazonaws.com.cn'],
  ['google-', 'googleapis.com', 'google.com', 'gcr.io', 'pkg.dev'],
  ['azure-', 'azure.com', 'microsoftonline.com', 'windows.net', 'microsoft.com'],
  ['anthropic-key', 'anthropic.com', 'claude.ai'],
  ['openai-key', 'openai.com', 'openai.azure.com'],
  ['openrouter-key', 'openrouter.ai'],
  ['groq-key', 'groq.com'],
  ['xai-key', 'x.ai'],
  ['perplexity-key', 'perplexity.ai'],
  ['replicate-token', 'replicate.com'],
  ['hugging-face-token', 'huggingface.co', 'hf.co'],
  ['langfuse-key', 'langfuse.com'],
  ['langsmith-key', 'langchain.com'],
  ['tavily-key', 'tavily.com'],
  ['stripe-', 'stripe.com'],
  ['slack-', 'slack.com'],
  ['discord-', 'discord.com', 'discordapp.com'],
  ['telegram-token', 'telegram.org'],
  ['sendgrid-key', 'sendgrid.com'],
  ['twilio-key', 'twilio.com'],
  ['mailgun-key', 'mailgun.net'],
  ['brevo-key', 'brevo.com', 'sendinblue.com'],
  ['databricks-token', 'databricks.com', 'azuredatabricks.net'],
  ['digitalocean-token', 'digitalocean.com'],
  ['netlify-token', 'netlify.com'],
  ['supabase-key', 'supabase.co', 'supabase.com'],
  ['planetscale-token', 'planetscale.com', 'psdb.cloud'],
  ['shopify-token', 'myshopify.com', 'shopify.com'],
  ['square-token', 'squareup.com'],
  ['linear-key', 'linear.app'],
  ['notion-token', 'notion.com', 'notion.so'],
  ['figma-token', 'figma.com'],
  ['postman-key', 'getpostman.com', 'postman.com'],
  ['new-relic-key', 'newrelic.com', 'nr-data.net'],
  ['grafana-token', 'grafana.net', 'grafana.com'],
  ['sentry-token', 'sentry.io'],
  ['doppler-token', 'doppler.com'],
  ['pulumi-token', 'pulumi.com'],
  ['atlassian-token', 'atlassian.net', 'atlassian.com', 'bitbucket.org'],
  ['terraform-token', 'terraform.io', 'hashicorp.cloud'],
  ['tailscale-key', 'tailscale.com'],
  ['dynatrace-token', 'dynatrace.com'],
  ['alibaba-', 'aliyuncs.com'],
];

/** Services that keep settings for what is deployed on them: being told a secret is what they are for. */
const PLATFORMS: readonly string[] = (
  'vercel.com render.com heroku.com netlify.com cloudflare.com fly.io railway.app railway.com supabase.com amazonaws.com googleapis.com ' +
  'azure.com digitalocean.com circleci.com doppler.com infisical.com 1password.com terraform.io'
).split(' ');

/** Places that anybody can read from, or that show what was sent to whoever set them up. */
const DROPS: readonly string[] = (
  'webhook.site requestbin.com requestbin.net pipedream.net beeceptor.com requestcatcher.com hookbin.com ngrok.io ngrok.app ngrok-free.app ' +
  'ngrok-free.dev trycloudflare.com loca.lt serveo.net localhost.run oast.fun oast.live oast.me oast.online oast.pro oast.site interact.sh ' +
  'burpcollaborator.net oastify.com dnslog.cn ceye.io canarytokens.com pastebin.com paste.ee dpaste.com hastebin.com ix.io termbin.com ' +
  'transfer.sh file.io 0x0.st temp.sh catbox.moe gofile.io bashupload.com ntfy.sh rentry.co api.telegram.org'
).split(' ');

const bare = (kind: string): string => kind.replace(/^unverified-/, '');

const isUnder = (host: string, domains: readonly string[]): boolean =>
  domains.some((domain) => host === domain || host.endsWith(`.${domain}`));

/** The domains that a kind belongs to; undefined for a kind without a maker, such as `password`. */
export const makersOf = (kind: string): readonly string[] | undefined =>
  MAKERS.find(([start]) => bare(kind).startsWith(start))?.slice(1);

export const belongsTo = (kind: string, host: string): boolean => isUnder(host, makersOf(kind) ?? []);
export const isPlatform = (host: string): boolean => isUnder(host, PLATFORMS);
export const isDrop = (host: string): boolean => isUnder(host, DROPS);
export const isOwned = (host: string, domains: readonly string[]): boolean => isUnder(host, domains);

/** Names of keys, and parts of addresses: known to everyone who sees a request, and of no use alone. */
export const isHalfSecret = (kind: string): boolean =>
  /^(?:aws-access-key-id|alibaba-key-id|url-token|url-signature)$/.test(bare(kind));
