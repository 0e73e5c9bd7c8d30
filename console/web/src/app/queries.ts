/** What has been read of the API, for all pages. */
import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/client';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What is refused stays refused; only what may be otherwise in a moment is asked again.
      retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status >= 500),
    },
  },
});
