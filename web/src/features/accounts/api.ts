import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError, http, toError, url } from '@/lib/http';
import type { Account, Import } from '@/lib/types';
import { keys } from '@/live/reduce';

export const accountsQuery = queryOptions({ queryKey: keys.accounts, queryFn: ({ signal }) => http.get<{ items: Account[] }>('/accounts', undefined, signal), select: d => d.items });
export const importsQuery = queryOptions({ queryKey: keys.imports, queryFn: ({ signal }) => http.get<{ items: Import[] }>('/items/imports', undefined, signal) });

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
