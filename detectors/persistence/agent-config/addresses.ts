/** Addresses that an agent sends its prompts to, and whether a text moves them to a host that is no known model endpoint. */
import type { InstallationContext } from '../../../contracts/detector';

const SETTING =
  /\b(?:ANTHROPIC_(?:BASE_URL|API_URL|BEDROCK_BASE_URL|VERTEX_BASE_URL)|OPENAI_(?:BASE_URL|API_BASE)|CODEX_BASE_URL|GOOGLE_GEMINI_BASE_URL|GEMINI_BASE_URL|GOOGLE_VERTEX_BASE_URL|COPILOT_API_URL|OPENROUTER_BASE_URL|MISTRAL_BASE_URL|anthropic\.baseUrl|base_url|baseURL|openAiBaseUrl|anthropicBaseUrl|apiBaseUrl)["']?\s{0,4}[:=]\s{0,4}["']?(https?:\/\/[^\s"',;]{3,300})/gi;
const KNOWN =
  /(?:^|\.)(?:anthropic\.com|openai\.com|azure\.com|googleapis\.com|google\.com|amazonaws\.com|x\.ai|mistral\.ai|deepseek\.com|moonshot\.(?:ai|cn)|z\.ai|bigmodel\.cn|aliyuncs\.com|openrouter\.ai|groq\.com|together\.(?:ai|xyz)|fireworks\.ai|cohere\.(?:ai|com)|perplexity\.ai|githubcopilot\.com|github\.com|cerebras\.ai|huggingface\.co|nvidia\.com|cloudflare\.com|vercel\.(?:sh|com)|databricks\.com|minimax(?:i)?\.(?:io|chat|com)|volces\.com|siliconflow\.\w{2,3}|helicone\.ai|portkey\.ai|local|internal|lan|corp|home\.arpa)$/;
const PRIVATE =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|[a-z0-9_-]{1,60}$)/i;

/** The foreign host that the text sends model traffic to; undefined when none, or when it is this machine, a private or a known one. */
export function movedAddress(text: string, { modelEndpoints, ownedDomains }: InstallationContext): string | undefined {
  const own = [...modelEndpoints, ...ownedDomains];
  for (const [, url = ''] of text.matchAll(SETTING)) {
    const host = /^https?:\/\/(?:[^@/]{0,100}@)?(\[[0-9a-f:.]{2,60}\]|[^:/?#]{1,253})/i.exec(url)?.[1]?.toLowerCase();
    if (host === undefined || /[\uFFFD$\x7b]/.test(host)) continue;
    const known =
      KNOWN.test(host) || PRIVATE.test(host) || own.some((name) => host === name || host.endsWith(`.${name}`));
    if (!known) return host;
  }
  return undefined;
}
