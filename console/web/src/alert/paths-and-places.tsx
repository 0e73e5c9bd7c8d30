import type { Destination, ResolvedPath } from '../../../../contracts/analysis';
import type { Analysis } from '../api/types';

/** Files and machines that an act touches. */
export function PathsAndPlaces({ analysis }: { analysis: Analysis }) {
  const { reads, writes, deletes, transfers, destinations } = analysis;
  return (
    <>
      <Paths title="Reads" paths={reads} />
      <Paths title="Writes" paths={writes} />
      <Paths title="Removes" paths={deletes} />
      {transfers.length > 0 && (
        <section className="stack">
          <h3>Bytes that move</h3>
          <ul className="points">
            {transfers.map(({ direction, destination, path, program }, index) => (
              <li key={index} className="break">
                {program} {direction === 'out' ? 'sends' : 'fetches'} {path && <code>{path.path}</code>}{' '}
                {direction === 'out' ? 'to' : 'from'} {destination ? <Place place={destination} /> : 'an unknown place'}
              </li>
            ))}
          </ul>
        </section>
      )}
      {destinations.length > 0 && (
        <section className="stack">
          <h3>Places</h3>
          <ul className="points">
            {destinations.map((place, index) => (
              <li key={index}>
                <Place place={place} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Paths({ title, paths }: { title: string; paths: readonly ResolvedPath[] }) {
  if (paths.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <ul className="points">
        {paths.map(({ path, class: kind, insideProject }, index) => (
          <li key={index}>
            <code>{path}</code> {kind !== 'other' && <span className="tag warn">{kind}</span>}{' '}
            {insideProject === false && <span className="tag">outside the project</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Place = ({ place }: { place: Destination }) => (
  <>
    <code>
      {place.host}
      {place.port !== undefined && `:${place.port}`}
    </code>{' '}
    <span className="tag">{place.service ?? place.class}</span>{' '}
    {place.disguised && <span className="tag warn">written as {place.given}</span>}
  </>
);
