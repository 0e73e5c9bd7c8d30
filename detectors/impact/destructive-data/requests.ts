/** Indexes and collections of search servers that are deleted over HTTP. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { optionOf } from '../words';
import type { Loss } from './sql';

const SENDERS: ReadonlySet<string> = new Set(['curl', 'http', 'https', 'xh', 'wget']);
/** Servers of indexes, by port or name. */
const SERVER =
  /:(?:9200|9243|9600|7700|8108|6333|8983|8123)(?:\/|$)|elastic|opensearch|\.es\.|^https?:\/\/es[.:-]|algolia|meili|typesense|qdrant|solr|weaviate|milvus/i;
const INDEX = /\/(?:indexes|indices|collections|_data_stream|_snapshot|classes)\/[^/?]{1,200}/;

/** The loss and the host that it happens on. */
export function lossByRequest(one: Invocation): { loss: Loss; host: string } | undefined {
  if (!SENDERS.has(one.program)) return undefined;
  const words = argv(one);
  const url = words.find((word) => /^(?:https?:\/\/|[\w.-]{1,100}:\d{2,5}\/)/.test(word))?.slice(0, 1_000);
  if (url === undefined) return undefined;
  const host = /^(?:https?:\/\/)?(?:[^@/\s]{0,200}@)?([^/:?\s]{1,255})/.exec(url)?.[1] ?? '';
  const method = (
    optionOf(words, '-X', '--request', '--method') ??
    words.find((word) => /^(?:DELETE|POST)$/.test(word)) ??
    ''
  ).toUpperCase();
  const path = url.replace(/^https?:\/\/[^/]{0,300}/, '').replace(/\?.*$/, '');
  const what = method === 'DELETE' ? deleted(url, path) : byQuery(path, words);
  return what === undefined ? undefined : { loss: what, host };
}

function deleted(url: string, path: string): Loss | undefined {
  const index = INDEX.exec(path)?.[0];
  const whole = /^\/(?:_all|\*)\/?$/.test(path);
  if (whole && SERVER.test(url)) return { extent: 'all', what: 'deletes all indexes' };
  if (index !== undefined && !/\/(?:documents|objects|points|settings|rules|synonyms)\b/.test(path))
    return { extent: 'part', what: `deletes the index ${index}` };
  return SERVER.test(url) && /^\/[^/_][^/]{0,200}\/?$/.test(path)
    ? { extent: 'part', what: `deletes the index ${path}` }
    : undefined;
}

/** All documents that a query matches, when it matches all. */
function byQuery(path: string, words: readonly string[]): Loss | undefined {
  const body = words.find((word) => /match_all|\*:\*/.test(word.slice(0, 2_000)));
  const asks = /\/_delete_by_query$/.test(path) || (/\/update$/.test(path) && body?.includes('delete') === true);
  return asks && body !== undefined ? { extent: 'part', what: `deletes all documents of ${path}` } : undefined;
}
