import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { SourceRow } from '../api/types';

const EACH_MS = 2_000;

/** Who sends what, looked at again every two seconds. */
export const useSources = () =>
  useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get<{ sources: SourceRow[] }>('/api/sources', signal).then(({ sources }) => sources),
    refetchInterval: EACH_MS,
  });
