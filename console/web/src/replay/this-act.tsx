import { useQuery } from '@tanstack/react-query';
import { ActExplained } from '../alert/act-explained';
import { get } from '../api/client';
import type { Understood } from '../api/types';
import type { Act } from './acts';

/** The act that is looked at, explained; what the frame does not hold is asked for. */
export function ThisAct({ act, session }: { act: Act; session: string }) {
  const { event, best, outcome } = act;
  const { data } = useQuery({
    queryKey: ['event', event.id, session],
    queryFn: ({ signal }) =>
      get<Understood>(`/api/events/${encodeURIComponent(event.id)}?session=${encodeURIComponent(session)}`, signal),
    enabled: best.analysis === undefined,
    staleTime: Infinity,
    retry: false,
  });
  const analysis = best.analysis ?? data?.analysis;
  return <ActExplained act={{ event: { ...event, ...(outcome && { outcome }) }, ...(analysis && { analysis }) }} />;
}
