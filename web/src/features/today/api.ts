import { queryOptions } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { DueReminder, FoundPriorities, Note, Page } from '@/lib/types';
import { keys } from '@/live/reduce';

export const prioritiesQuery = (kind: string) =>
  queryOptions({ queryKey: [...keys.priorities, kind], queryFn: ({ signal }) => http.get<FoundPriorities>('/priorities', { kind, limit: 20 }, signal), staleTime: 5 * 60_000 });
export const remindersQuery = queryOptions({ queryKey: keys.reminders, queryFn: ({ signal }) => http.get<Page<DueReminder>>('/reminders', undefined, signal), select: d => d.items });
export const notesQuery = (q: string) => queryOptions({ queryKey: [...keys.notes, q], queryFn: ({ signal }) => http.get<Page<Note>>('/notes', { q }, signal), select: d => d.items });
