import { useQuery } from '@tanstack/react-query';

/** Who is signed in, as `App` found out. */
export const useUser = (): string | undefined =>
  useQuery<string | null>({ queryKey: ['session'], enabled: false }).data ?? undefined;
