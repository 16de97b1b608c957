import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/http';

/** Server state. Live events say when something is old, so nothing is fetched again by time, and nothing polls. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
});
