/** Tools that reset the database of an application: which one it is, its settings say, and that is a development database mostly. */
import { follows } from '../words';

const TOOLS = new Map<string, readonly string[]>();
for (const [names, orders] of [
  ['rails rake hanami lotus', ['db:drop|db:reset|db:purge|db:drop:all|db:schema:load|db:migrate:reset']],
  ['prisma', ['migrate reset', 'db push --force-reset']],
  ['manage.py django-admin', ['flush|reset_db|sqlflush']],
  ['artisan', ['migrate:fresh|migrate:refresh|migrate:reset|db:wipe']],
  ['sequelize sequelize-cli', ['db:drop|db:migrate:undo:all']],
  ['typeorm', ['schema:drop']],
  ['knex', ['migrate:rollback --all']],
  ['mikro-orm', ['schema:drop|schema:fresh|migration:fresh']],
  ['mix', ['ecto.drop|ecto.reset']],
  ['flyway', ['clean']],
  ['liquibase', ['drop-all|dropAll']],
  ['dbmate sqlx diesel', ['drop', 'database drop|reset']],
  ['goose', ['reset']],
  ['migrate', ['drop']],
  ['alembic flask', ['downgrade base']],
  ['atlas', ['schema clean']],
  ['dotnet dotnet-ef', ['database drop']],
  ['console', ['doctrine:database:drop|doctrine:schema:drop']],
  ['medusa strapi directus', ['database reset|db:drop']],
] as const)
  for (const name of names.split(' ')) TOOLS.set(name, orders);
/** Programs that run what the next words name. */
const RUNNERS: ReadonlySet<string> = new Set(
  'npx pnpx bunx yarn pnpm npm bundle php python python3 poetry uv exec run x dlx dotenv'.split(' '),
);

/** The order, such as `prisma migrate reset`; undefined when the words are of something else. */
export function resetBy(program: string, words: readonly string[]): string | undefined {
  const [name, rest] = inner(program, words);
  const bare = name.slice(name.lastIndexOf('/') + 1);
  const orders = TOOLS.get(bare);
  return orders?.some((pattern) => follows(rest, pattern)) === true ? [bare, ...rest.slice(0, 3)].join(' ') : undefined;
}

function inner(program: string, words: readonly string[]): readonly [string, readonly string[]] {
  let [name, rest] = [program, words];
  for (let depth = 0; depth < 4 && RUNNERS.has(name); depth++) {
    const at = rest.findIndex((word) => !word.startsWith('-') && !word.includes('='));
    if (at < 0) break;
    [name, rest] = [rest[at] ?? '', rest.slice(at + 1)];
  }
  return [name, rest];
}
