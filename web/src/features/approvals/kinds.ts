import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { ActionKindInfo } from '@/lib/types';

/** Every kind of change that this Steward knows. Fixed while it runs. */
export const kindsQuery = queryOptions({
  queryKey: ['kinds'], staleTime: Infinity,
  queryFn: ({ signal }) => http.get<{ items: ActionKindInfo[] }>('/actions/kinds', undefined, signal),
  select: d => d.items,
});
