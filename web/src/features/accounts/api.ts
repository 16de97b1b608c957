import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { Account, Import } from '@/lib/types';
import { keys } from '@/live/reduce';

export const accountsQuery = queryOptions({ queryKey: keys.accounts, queryFn: ({ signal }) => http.get<{ items: Account[] }>('/accounts', undefined, signal), select: d => d.items });
export const importsQuery = queryOptions({ queryKey: keys.imports, queryFn: ({ signal }) => http.get<{ items: Import[] }>('/items/imports', undefined, signal) });

export const useAccounts = () => useQuery(accountsQuery);
export const useUnread = () => useQuery({ ...accountsQuery, select: d => d.items.reduce((sum, a) => sum + a.unread, 0) }).data ?? 0;
