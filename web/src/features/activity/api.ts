import { infiniteQueryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { AuditEntry, Page, Proposal } from '@/lib/types';
import { keys } from '@/live/reduce';

export const activityQuery = (state: string | undefined, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.activity, state ?? '', kind ?? ''],
    queryFn: ({ pageParam, signal }) => http.get<Page<Proposal>>('/actions', { state, kind, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.nextCursor ?? null,
  });

export const auditQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, q ?? ''],
    queryFn: ({ pageParam, signal }) => http.get<Page<AuditEntry>>('/audit', { q, cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.nextCursor ?? null,
  });
