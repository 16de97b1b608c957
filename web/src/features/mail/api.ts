import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { Id, Label, MailThread, Message, Page, ThreadSummary } from '@/lib/types';
import { keys } from '@/live/reduce';

export const threadsQuery = (q: string, accountId: Id | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.mail, 'threads', q, accountId ?? ''],
    queryFn: ({ pageParam, signal }) => http.get<Page<ThreadSummary>>('/mail/threads', { q, accountId, cursor: pageParam, limit: 100, total: pageParam === null }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.nextCursor ?? null,
  });

export const threadQuery = (id: Id) => queryOptions({ queryKey: [...keys.mail, 'thread', id], queryFn: ({ signal }) => http.get<MailThread>(`/mail/threads/${id}`, undefined, signal) });
export const messageQuery = (id: Id) => queryOptions({ queryKey: [...keys.mail, 'message', id], queryFn: ({ signal }) => http.get<Message>(`/mail/messages/${id}`, undefined, signal) });
export const labelsQuery = queryOptions({ queryKey: [...keys.mail, 'labels'], queryFn: ({ signal }) => http.get<{ items: Label[] }>('/mail/labels', undefined, signal), select: d => d.items });
