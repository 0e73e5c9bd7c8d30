import { hrefOf } from '../app/router';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { SourceCard } from './source-card';
import { useSources } from './use-sources';

/** Who sends what, what of it is hidden, and the setting that shows it. */
export function SourcesPage() {
  const { data: sources, error } = useSources();
  if (error) return <ProblemNote error={error} />;
  if (!sources) return null;
  return (
    <div className="sheet">
      <div className="row between">
        <h1>Sources</h1>
        <a className="button" href={hrefOf(['start'])}>
          Add an agent
        </a>
      </div>
      {sources.length === 0 && (
        <Empty title="Nobody sends yet">
          <a href={hrefOf(['start'])}>Point an agent at Gander</a>
        </Empty>
      )}
      <div className="tiles">
        {sources
          .toSorted((a, b) => b.lastSeen - a.lastSeen)
          .map((source) => (
            <SourceCard
              key={[source.tenant, source.dialect, source.service, source.version, source.host].join('\n')}
              source={source}
            />
          ))}
      </div>
    </div>
  );
}
