/** What an act takes out of databases: by which way, of which table, and how many rows as far as the answer says. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName, invocations } from '../../programs';

export interface Read {
  way: 'broken-into' | 'whole-server' | 'query';
  /** Table, or what else is read. */
  what: string;
  rows: number;
  by: string;
}

/** Get at databases through holes in what stands before them. */
const BREAKERS = /^(?:sqlmap|ghauri|nosqlmap|jsql|bbqsql|sqlninja|havij)(?:\.py|\.jar)?$/;
const TAKES = /^(?:--dump(?:-all)?|--all|-a|--passwords|--sql-query(?:=.*)?|--file-read(?:=.*)?)$/;
const CLIENTS =
  /^(?:psql|mysql|mariadb|pgcli|mycli|sqlcmd|cqlsh|snowsql|bq|clickhouse(?:-client)?|trino|presto|beeline|usql|duckdb|sqlplus|mongosh?|aws)$/;
const ASKING_TOOL =
  /(?:^|[_.-])(?:query|sql|select|execute(?:_sql)?|read_query|run_query|find|search|list|export)(?:$|[_.-])/i;
const PEOPLE =
  /^(?:\w{1,40}[._])?(?:tax_?payers?|citizens?|voters?|residents?|patients?|members?|customers?|clients?|users?|employees?|persons?|people|contacts?|students?|applicants?|subscribers?|passengers?|accounts?|payroll|salaries|cardholders?|beneficiar(?:y|ies)|identit(?:y|ies)|registr(?:y|ations?)|leads?|kyc|medical_records?)(?:_\w{1,30})?$/i;
const FROM = /\bfrom\s{1,10}[`"[]?((?:\w{1,60}[`"\]]?\.[`"[]?){0,2}\w{1,60})/i;
const MAX_ASKED = 8_000;
/** Where programs say how many rows an answer has; the end of an answer is enough. */
const COUNTS: readonly RegExp[] = [
  /\((\d{1,12}) rows?\)/,
  /(\d{1,12}) rows? in set/,
  /(\d{1,12}) rows? (?:affected|selected|returned|fetched)/,
  /dumped (\d{1,12}) (?:rows|entries)/i,
  /["'](?:row_?count|total_?rows|total_?count|total)["']\s{0,3}:\s{0,3}(\d{1,12})/i,
];
const END = 4_000;

/** Nothing for an act that asks no database. */
export function readsIn(event: AgentEvent, analysis: EventAnalysis): Read[] {
  const { action, outcome } = event;
  if (action.type === 'exec')
    return invocations(analysis)
      .slice(0, 100)
      .flatMap((one) => byProgram(one, outcome?.output));
  if ((action.type !== 'mcp.call' && action.type !== 'tool.call') || !ASKING_TOOL.test(action.tool.slice(0, 100)))
    return [];
  return queried(action.arguments ?? '', outcome?.output, action.tool.slice(0, 100));
}

function byProgram(one: Invocation, output: string | undefined): Read[] {
  const words = argv(one);
  const name = /^(?:python[\d.]{0,4}|java)$/.test(one.program)
    ? baseName(words.find((word) => /\.(?:py|jar)$/.test(word)) ?? '')
    : one.program;
  if (BREAKERS.test(name)) {
    if (!words.some((word) => TAKES.test(word))) return [];
    const table = after(words, '-T') ?? after(words, '-D') ?? 'what it finds';
    return [{ way: 'broken-into', what: table.slice(0, 100), rows: rowsOf(output), by: name }];
  }
  if (isWhole(name, words) && isElsewhere(one, words))
    return [{ way: 'whole-server', what: hostOf(one, words), rows: 0, by: name }];
  if (!CLIENTS.test(one.program)) return [];
  return queried([...words, one.stdin ?? ''].join(' '), output, one.program);
}

const after = (words: readonly string[], option: string): string | undefined =>
  words.find((_, at) => words[at - 1] === option);

function queried(asked: string, output: string | undefined, by: string): Read[] {
  const text = asked.slice(0, MAX_ASKED);
  const table = /\bselect\b/i.test(text) ? FROM.exec(text)?.[1]?.replace(/[`"[\]]/g, '') : undefined;
  if (table === undefined || !PEOPLE.test(table)) return [];
  const rows = rowsOf(output);
  return rows === 0 ? [] : [{ way: 'query', what: table.slice(0, 100), rows, by }];
}

/** Rows by the answer's own word, else by its lines when each is one. */
function rowsOf(output: string | undefined): number {
  if (output === undefined) return 0;
  const end = output.slice(-END);
  for (const form of COUNTS) {
    const found = form.exec(end)?.[1];
    if (found !== undefined) return Number(found);
  }
  return 0;
}

const isWhole = (name: string, words: readonly string[]): boolean =>
  (/^(?:mysqldump|mariadb-dump|mydumper)$/.test(name) && words.some((word) => /^(?:--all-databases|-A)$/.test(word))) ||
  name === 'pg_dumpall' ||
  (name === 'mongodump' && !words.some((word) => /^(?:-d|-c|--db|--collection)(?:=|$)/.test(word)));

const HOST = /^(?:-h|--host|--uri)$/;

const isElsewhere = (one: Invocation, words: readonly string[]): boolean => {
  const host = hostOf(one, words);
  return host !== '' && !/^(?:localhost|127\.|::1|\/|db$|postgres$|mysql$|mariadb$|mongo$)/.test(host);
};

function hostOf({ remote }: Invocation, words: readonly string[]): string {
  if (remote?.kind === 'ssh') return remote.target.slice(0, 100);
  const joined = words.find((word) => /^--(?:host|uri)=/.test(word))?.replace(/^--\w+=/, '');
  const host = joined ?? words.find((_, at) => HOST.test(words[at - 1] ?? '')) ?? '';
  return host.replace(/^\w+:\/\/(?:[^@]{0,200}@)?/, '').slice(0, 100);
}
