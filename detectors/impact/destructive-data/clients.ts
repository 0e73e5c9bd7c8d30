/** Which programs speak to a database, and what their words and input make it lose. */
import type { SessionMemory } from '../../../contracts/detector';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { plainWords } from '../words';
import { resetBy } from './migrations';
import type { Loss } from './sql';
import { lossesOf } from './sql';
import { lossInQueue, lossesInMongo, lossesInRedis } from './stores';

export interface Lost extends Loss {
  /** On this machine whatever is said: a file, a development database by the nature of the tool. */
  local?: true;
  /** Without a stated host it is the development server: migration tools, and what developers drop their own databases with. */
  small?: true;
}

const SQL_CLIENTS =
  /^(?:psql|pgcli|mysql|mariadb|mycli|clickhouse(?:-client)?|cockroach|snowsql|snow|bq|sqlcmd|usql|cqlsh|trino|presto|spark-sql|beeline|hive|isql|sqlplus|duckdb|sqlite3?|litecli|wrangler|turso|heroku|supabase|flyctl|fly|influx|athena|aws|gcloud|databricks|neonctl|pscale|prisma|rails|dbt|docker|kubectl)$/;
/** Of these only words that hold whole statements count. */
const FILES = /^(?:sqlite3?|litecli|duckdb)$/;
const DROPPERS: Readonly<Record<string, RegExp>> = { dropdb: /./, mysqladmin: /^drop$/, 'dropdb-all': /./ };
const CODE_CALL =
  /(?:execute|executemany|executescript|query|exec|raw|run|sql|\$executeRawUnsafe|\$queryRawUnsafe|text)\s?\(\s?[a-z]{0,2}("""|'''|["'`])/gi;
const MAX_CODE = 20_000;

export function lostBy(one: Invocation, session: SessionMemory): Lost[] {
  const { program } = one;
  const words = argv(one);
  if (one.code !== undefined && !/manage\.py$/.test(words[0] ?? '')) return inCode(one);
  if (DROPPERS[program] !== undefined)
    return words.some((word) => DROPPERS[program]?.test(word)) && !words.includes('--help')
      ? [{ extent: 'all', what: `drops the database ${plainWords(words).at(-1) ?? ''}`, small: true }]
      : [];
  if (/^(?:mongosh|mongo)$/.test(program)) return lossesInMongo([...words, one.stdin ?? ''].join('\n'));
  if (/^(?:redis-cli|valkey-cli|keydb-cli)$/.test(program)) return lossesInRedis(words, one.stdin);
  const reset = resetBy(program, words);
  if (reset !== undefined) return [{ extent: 'all', what: `resets the database (${reset})`, small: true }];
  const queue = lossInQueue(program, words);
  if (queue !== undefined) return [queue];
  return SQL_CLIENTS.test(program) ? inStatements(one, words, session) : [];
}

function inStatements(one: Invocation, words: readonly string[], session: SessionMemory): Lost[] {
  const texts = words.filter((word) => /\s/.test(word)).map((word) => word.replace(/^--?\w{1,20}=/, ''));
  if (one.stdin !== undefined) texts.push(one.stdin);
  const files = [
    ...words,
    ...one.redirections.filter(({ operator }) => operator === '<').map(({ target }) => target.text),
  ];
  texts.push(...written(files, session));
  const losses = texts.flatMap(lossesOf);
  return FILES.test(one.program) ? losses.map((loss) => ({ ...loss, local: true as const })) : losses;
}

/** Content of the SQL files among the words that the session wrote. */
function written(words: readonly string[], { filesWritten }: SessionMemory): string[] {
  const files = words
    .filter((word) => /\.(?:sql|psql|ddl|cql)$/i.test(word))
    .map((word) => word.replace(/^(?:--?\w{1,20}=|\.\/)/, ''));
  if (files.length === 0) return [];
  return [...filesWritten]
    .filter(([path]) => files.some((file) => path === file || path.endsWith(`/${file}`)))
    .map(([, { content }]) => content);
}

/** Statements in the strings that code hands to a database. */
function inCode({ code = [] }: Invocation): Lost[] {
  return code.slice(0, 4).flatMap(({ text }): Lost[] => {
    const looked = text.slice(0, MAX_CODE);
    const texts = [...looked.matchAll(CODE_CALL)].slice(0, 40).map((match) => {
      const from = match.index + match[0].length;
      const end = looked.indexOf(match[1] ?? '"', from);
      return looked.slice(from, end < 0 ? from + 2_000 : end);
    });
    const local = /sqlite3?\b|:memory:|duckdb/.test(looked);
    const losses = [
      ...texts.flatMap(lossesOf),
      ...(/mongo/i.test(looked) ? lossesInMongo(looked) : []),
      ...(/redis/i.test(looked) && /\.flush(?:all|db)\(/i.test(looked) ? lossesInRedis(['FLUSHALL'], undefined) : []),
    ];
    return local ? losses.map((loss) => ({ ...loss, local: true as const })) : losses;
  });
}
