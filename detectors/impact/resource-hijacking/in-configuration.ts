/** A miner's configuration written to a file: by an edit tool, or by the command itself. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Sign } from './detector';
import { MINER_NAME, MONERO_ANYWHERE, PAGE_MINER, PROTOCOL_CALL, STRATUM_ANYWHERE } from './miners';

const MAX_READ = 64 * 1024;
/** Files in which words about mining are prose or tests. */
const PROSE = /\.(?:md|mdx|rst|txt|adoc|html?|csv|tsv|log|ipynb|snap)$/i;
const ABOUT =
  /(?:^|\/)(?:docs?|tests?|__tests__|spec|fixtures?|rules|signatures|detect\w{0,10}|malware\w{0,10})\/|\.(?:test|spec)\.[a-z]{2,4}$/i;
const SETTINGS =
  /\.(?:json|ya?ml|toml|ini|conf|cfg|service|env|tf|hcl)$|(?:^|\/)(?:config|Dockerfile|docker-compose)[^/]{0,40}$/i;
const PAGE = /\.(?:html?|php|jsx?|tsx?|mjs|vue|svelte|ejs|hbs|erb)$/i;

export function inConfiguration(event: AgentEvent, analysis: EventAnalysis): Sign[] {
  const files = (analysis.command?.writes ?? []).map((write) => ({ path: write.path, content: write.content }));
  if (event.action.type === 'file.write' && event.action.path !== undefined && event.action.content !== undefined)
    files.push({ path: event.action.path, content: event.action.content });
  return files.flatMap(({ path, content }) => (ABOUT.test(path) ? [] : judge(path, content.slice(0, MAX_READ))));
}

function judge(path: string, content: string): Sign[] {
  if (PAGE.test(path) && PAGE_MINER.test(content))
    return [sign(path, content, `A script that mines in the browser is put into ${path}`)];
  // A JSON object is somebody's settings whatever the file is called.
  const settings = SETTINGS.test(path) || /^\s{0,20}\{\s{0,20}"/.test(content);
  const prose = PROSE.test(path) && !settings;
  return settings && !prose && marksIn(content) >= 2
    ? [sign(path, content, `The configuration of a miner is written to ${path}`)]
    : [];
}

function sign(path: string, content: string, why: string): Sign {
  return { kind: 'configure', what: path, why, severity: 'medium', excerpt: content.slice(0, 300) };
}

/** Marks of a miner's settings, of different kinds: a pool list, a donation level, an algorithm with a wallet. */
function marksIn(content: string): number {
  return [
    /["']?donate[-_]level["']?\s{0,3}[:=]/i.test(content),
    /["']?pools["']?\s{0,3}[:=]/i.test(content) && /["']?(?:url|user|algo|coin)["']?\s{0,3}[:=]/i.test(content),
    STRATUM_ANYWHERE.test(content),
    /["']?(?:algo|coin)["']?\s{0,3}[:=]\s{0,3}["']?(?:rx\/|randomx|cryptonight|kawpow|monero|xmr\b|ethash|etchash)/i.test(
      content,
    ),
    MONERO_ANYWHERE.test(content),
    MINER_NAME.test(/["']?image["']?\s{0,3}:\s{0,3}["']?([\w./:@-]{1,200})/.exec(content)?.[1] ?? ''),
    PROTOCOL_CALL.test(content.slice(0, 2_000)),
    /["']?(?:randomx|huge-pages|rig-id)["']?\s{0,3}[:=]/i.test(content),
  ].filter(Boolean).length;
}
