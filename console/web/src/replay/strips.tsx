import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../api/client';
import type { SessionSeries } from '../api/types';
import { Strip } from './strip';
import type { Series } from './strip';

interface StripsProps {
  session: string;
  /** The present moment, and the whole time of the session; milliseconds since 1970. */
  at: number;
  from: number;
  to: number;
}

/** Load of CPU and GPU, and tokens, under the line of time; nothing where nothing was measured. */
export function Strips({ session, at, from, to }: StripsProps) {
  const { data } = useQuery({
    queryKey: ['series', session],
    queryFn: ({ signal }) => get<SessionSeries>(`/api/sessions/${encodeURIComponent(session)}/series`, signal),
    retry: false,
  });
  const load = useMemo(() => (data ? loadOf(data) : []), [data]);
  const tokens = useMemo(() => (data ? tokensOf(data) : []), [data]);
  if (load.length + tokens.length === 0) return null;
  return (
    <div className="strips">
      <Strip title="Load" series={load} {...{ at, from, to }} />
      <Strip title="Tokens a minute" series={tokens} {...{ at, from, to }} />
    </div>
  );
}

/** Ratios only: what is measured in bytes or watts would flatten them. */
const loadOf = ({ resource }: SessionSeries): Series[] =>
  resource
    .filter(({ unit }) => unit === 'ratio' || unit === undefined)
    .map(({ metric, points }) => ({ name: metric, points }));

const tokensOf = ({ tokens }: SessionSeries): Series[] =>
  tokens.length === 0
    ? []
    : [
        { name: 'in', points: tokens.map(({ at, input }) => [at, input]) },
        { name: 'out', points: tokens.map(({ at, output }) => [at, output]) },
      ];
