import type { Entities } from '../../../../contracts/finding';
import { hrefOf } from '../app/router';
import { Facts } from '../parts/facts';

type Values = Readonly<Partial<Record<keyof Entities, string | readonly string[]>>>;

const NAMES: readonly (keyof Entities)[] = [
  'agent',
  'user',
  'host',
  'repository',
  'account',
  'session',
  'destination',
  'path',
  'process',
  'package',
  'secret',
];

/** Who and what is involved. */
export const EntityList = ({ entities }: { entities: Values }) => (
  <Facts rows={NAMES.map((name) => [name, entities[name] && <Value name={name} values={[entities[name]].flat()} />])} />
);

function Value({ name, values }: { name: keyof Entities; values: readonly string[] }) {
  return (
    <>
      {values.map((value) => (
        <div key={value}>
          {name === 'session' ? <a href={hrefOf(['replay', value])}>{value}</a> : <code>{value}</code>}
        </div>
      ))}
    </>
  );
}
