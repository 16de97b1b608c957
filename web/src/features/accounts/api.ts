import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, http, toError, url } from '@/lib/http';
import type { Account, AccountAccess, AccountProvider, Connected, Import, Sync } from '@/lib/types';
import { keys } from '@/live/reduce';

export const accountsQuery = queryOptions({ queryKey: keys.accounts, queryFn: ({ signal }) => http.get<{ items: Account[] }>('/accounts', undefined, signal), select: d => d.items });
export const importsQuery = queryOptions({ queryKey: keys.imports, queryFn: ({ signal }) => http.get<{ items: Import[] }>('/items/imports', undefined, signal) });

export const syncsQuery = queryOptions({ queryKey: keys.syncs, queryFn: ({ signal }) => http.get<{ items: Sync[] }>('/items/syncs', undefined, signal), select: d => d.items });
export const providersQuery = queryOptions({
  queryKey: keys.accountProviders, queryFn: ({ signal }) => http.get<{ items: AccountProvider[] }>('/accounts/providers', undefined, signal), select: d => d.items,
});

export interface Consent {
  provider: string;
  /** To sign in again or to allow more; without it an account is connected. */
  accountId?: string;
  access?: readonly AccountAccess[];
  label?: string;
  returnTo?: string;
}

/** Leaves for the provider's page. What comes of it is told at /accounts/connected/…, which the provider sends back to. */
export async function goToProvider(consent: Consent): Promise<void> {
  const { authorizationPage } = await http.post<{ authorizationPage: string }>('/accounts/connections', consent);
  window.location.assign(authorizationPage);
}

export const complete = (sent: { state: string; code?: string | undefined; error?: string | undefined }) => http.post<Connected>('/accounts/connections/complete', sent);
export const disconnect = (id: string, items: 'keep' | 'delete') => http.post<{ note?: string | null }>(`/accounts/${id}/disconnect`, { items });

export const useAccounts = () => useQuery(accountsQuery);
export const useUnread = () => useQuery({ ...accountsQuery, select: d => d.items.reduce((sum, a) => sum + a.unread, 0) }).data ?? 0;

/**
 * Sends a file as it is. XMLHttpRequest, because fetch cannot tell how much has been sent. The server answers as soon as it has the file; live events tell
 * of the import from there on.
 */
export function upload(accountId: string, file: File, onProgress: (sent: number) => void, signal: AbortSignal): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url('/items/imports', { accountId, fileName: file.name }));
    request.setRequestHeader('X-Steward', '1');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = e => onProgress(e.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else void toError(new Response(request.responseText, { status: request.status })).then(reject);
    };
    request.onerror = () => reject(new ApiError(0, 'unreachable', 'The upload was interrupted. Choose the file again; what is already there is not imported twice.'));
    request.onabort = () => reject(new DOMException('Upload stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
