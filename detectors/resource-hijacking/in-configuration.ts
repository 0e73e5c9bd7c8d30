/** A miner's configuration written to a file: by an edit tool, or by the command itself. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { AgentEvent } from '../../contracts/event';
import type { Sign } from './detector';
import { PROTOCOL_CALL, STRATUM_ANYWHERE } from './miners';

const MAX_READ = 64 * 1024;
/** Files in which words about mining are prose or tests. */
const PROSE =
  /\.(?:md|mdx|rst|txt|adoc|html?|csv|tsv|log|ipynb|snap)$|(?:^|\/)(?:docs?|tests?|__tests__|spec|fixtures?|rules|detectors)\/|\.(?:test|spec)\.[a-z]{2,4}$/i;

export function inConfiguration(event: AgentEvent, analysis: EventAnalysis): Sign[] {
  const files = (analysis.command?.writes ?? []).map((write) => ({ path: write.path, content: write.content }));
  if (event.action.type === 'file.write' && event.action.path !== undefined && event.action.content !== undefined)
    files.push({ path: event.action.path, content: event.action.content });
  return files.flatMap(({ path, content }) => (PROSE.test(path) ? [] : judge(path, content.slice(0, MAX_READ))));
}

/** Two marks of a miner's settings, of different kinds: a pool list, a donation level, an algorithm with a wallet. */
function judge(path: string, content: string): Sign[] {
  const settings =
    /\.(?:json|ya?ml|toml|ini|conf|cfg|service|env)$|(?:^|\/)(?:config|Dockerfile|docker-compose)[^/]{0,40}$/i.test(
      path,
    );
  if (!settings) return [];
  const marks = [
    /["']?donate[-_]level["']?\s{0,3}[:=]/i.test(content),
    /["']?pools["']?\s{0,3}[:=]/i.test(content) && /["']?(?:url|user|algo|coin)["']?\s{0,3}[:=]/i.test(content),
    STRATUM_ANYWHERE.test(content),
    /["']?(?:algo|coin)["']?\s{0,3}[:=]\s{0,3}["']?(?:rx\/|randomx|cryptonight|kawpow|monero|xmr\b|ethash|etchash)/i.test(
      content,
    ),
    /\b[48][1-9A-HJ-NP-Za-km-z]{94}\b/.test(content),
    PROTOCOL_CALL.test(content.slice(0, 2_000)),
    /["']?(?:randomx|huge-pages|rig-id)["']?\s{0,3}[:=]/i.test(content),
  ].filter(Boolean).length;
  if (marks < 2) return [];
  return [
    {
      kind: 'configure',
      what: path,
      why: `The configuration of a miner is written to ${path}`,
      severity: 'medium',
      excerpt: content.slice(0, 300),
    },
  ];
}
