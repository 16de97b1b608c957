import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { Checkpoint, Page, Run, RunEvent, RunGraph, Wait } from '@/lib/types';
import { keys } from '@/live/reduce';

export interface RunFilter {
  state?: string | undefined;
  workflow?: string | undefined;
  waiting?: string | undefined;
  q?: string | undefined;
}

export const runsQuery = ({ state, workflow, waiting, q }: RunFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.runs, state ?? '', workflow ?? '', waiting ?? '', q ?? ''],
    queryFn: ({ pageParam, signal }) => http.get<Page<Run>>('/runs', { state, workflow, waitingFor: waiting, q, cursor: pageParam, limit: 40 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.nextCursor ?? null,
  });

export const workflowsQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: ({ signal }) => http.get<{ items: { name: string; versions: number[] }[] }>('/runs/workflows', undefined, signal),
  select: d => d.items,
  staleTime: Infinity,
});

export const runQuery = (id: string) => queryOptions({ queryKey: keys.run(id), queryFn: ({ signal }) => http.get<Run>(`/runs/${id}`, undefined, signal) });
/** Of a run; or of a change that belongs to none, which is known by its own id. */
export const waitsQuery = (id: string, of: 'runs' | 'approvals' = 'runs') =>
  queryOptions({ queryKey: keys.waits(id), queryFn: ({ signal }) => http.get<{ items: Wait[] }>(`/${of}/${id}/waits`, undefined, signal), select: d => d.items });
export const graphQuery = (id: string) => queryOptions({ queryKey: [...keys.run(id), 'graph'], queryFn: ({ signal }) => http.get<RunGraph>(`/runs/${id}/graph`, undefined, signal), retry: false });
/** Steps are read in stretches of so many: a run of thousands is not fetched whole. */
export const stretch = 200;
export const eventsQuery = (id: string, part: number) =>
  queryOptions({
    queryKey: [...keys.run(id), 'events', part],
    queryFn: ({ signal }) => http.get<Page<RunEvent>>(`/runs/${id}/events`, { after: part * stretch - 1, limit: stretch }, signal),
    placeholderData: old => old,
  });

/** A checkpoint never changes, so it is fetched once. */
export const checkpointQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: ['checkpoint', id, seq],
    queryFn: ({ signal }) => http.get<Checkpoint>(`/runs/${id}/checkpoints/${seq}`, undefined, signal),
    enabled: seq >= 0, staleTime: Infinity, retry: false,
  });

export const act = {
  cancel: (id: string) => http.post<Run>(`/runs/${id}/cancel`),
  drop: (id: string) => http.post<Run>(`/runs/${id}/drop`),
  retry: (id: string, state?: unknown) => http.post<Run>(`/runs/${id}/retry`, state === undefined ? {} : { state }),
  answer: (id: string, key: string, answer: unknown) => http.post(`/runs/${id}/answer`, { key, answer }),
  signal: (id: string, name: string, key: string, payload: unknown) => http.post(`/runs/${id}/signal`, { name, key, payload }),
  fork: (id: string, seq: number, newId: string, state?: unknown) => http.post<Run>(`/runs/${id}/fork`, { seq, newId, ...(state === undefined ? {} : { state }) }),
};
