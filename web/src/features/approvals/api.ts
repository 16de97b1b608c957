import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { DecisionResult, Id, Page, Proposal, UndoResult } from '@/lib/types';
import { keys } from '@/live/reduce';

type List = { items: Proposal[] };

export const pendingQuery = queryOptions({ queryKey: keys.pending, queryFn: ({ signal }) => http.get<List>('/approvals/pending', undefined, signal) });

/** What still waits. Proposals whose decision is already known are left out before the list has been fetched again. */
export const usePending = () => useQuery({ ...pendingQuery, select: d => d.items.filter(p => p.state === 'pending') });
export const usePendingCount = () => useQuery({ ...pendingQuery, select: d => d.items.reduce((n, p) => n + (p.state === 'pending' ? 1 : 0), 0) }).data ?? 0;

/** What was approved and waits for the person's word at the provider, newest first. */
export const useWaitingForConsent = () =>
  useQuery({
    queryKey: keys.consent,
    queryFn: ({ signal }) => http.get<Page<Proposal>>('/approvals', { state: 'approved', limit: 200 }, signal),
    select: d => d.items.filter(waitsForConsent),
  });

/** True for what was approved and needs the person's word at the provider first. It goes on by itself afterwards. */
export const waitsForConsent = (p: Pick<Proposal, 'state' | 'error'>) => p.state === 'approved' && !!p.error;

/** All proposals of a run, whatever their state, oldest first. */
export const useRunProposals = (runId: Id | null | undefined, enabled: boolean) =>
  useQuery({
    queryKey: keys.runProposals(runId ?? ''),
    enabled: enabled && !!runId,
    queryFn: async ({ signal }) => {
      const items: Proposal[] = [];
      let cursor: string | null | undefined;
      do {
        const page: Page<Proposal> = await http.get('/approvals', { runId, cursor, limit: 200 }, signal);
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      return { items };
    },
    select: d => d.items.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1)),
  });

/** Puts newer proposals wherever older ones of the same id are shown. */
export function replaceProposals(client: QueryClient, newer: readonly (Proposal | null | undefined)[]) {
  const byId = new Map(newer.filter(p => p != null).map(p => [p.id, p]));
  if (byId.size === 0) return;
  const swap = (old: unknown): unknown => {
    if (!old || typeof old !== 'object') return old;
    const list = old as { items?: Proposal[]; pages?: unknown[] };
    if (list.pages) return { ...list, pages: list.pages.map(swap) };
    return list.items?.some(p => byId.has(p.id)) ? { ...list, items: list.items.map(p => byId.get(p.id) ?? p) } : old;
  };
  client.setQueriesData<unknown>({ queryKey: keys.proposals }, swap);
}

/** One request whose answer carries proposals: shown everywhere at once, then the lists are fetched again. */
function useProposalChange<In, Out>(change: (input: In) => Promise<Out>, of: (out: Out) => readonly (Proposal | null | undefined)[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: out => replaceProposals(client, of(out)),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.proposals }),
  });
}

export const useApprove = () =>
  useProposalChange(({ id, hash, confirm }: { id: Id; hash: string; confirm?: boolean }) =>
    http.post<DecisionResult>(`/approvals/${id}/approve`, { hash, ...(confirm ? { confirm } : {}) }), r => [r.proposal]);

export const useReject = () =>
  useProposalChange(({ id, reason }: { id: Id; reason?: string }) => http.post<DecisionResult>(`/approvals/${id}/reject`, reason ? { reason } : {}), r => [r.proposal]);

export const useEdit = () =>
  useProposalChange(({ id, payload, hash }: { id: Id; payload: unknown; hash: string }) => http.put<Proposal>(`/approvals/${id}`, { payload, hash }), p => [p]);

export interface Decision {
  id: Id;
  hash: string;
  decision: 'approve' | 'reject';
  reason?: string;
}

/** Decides many, at most 100 a request (the server's cap); one request after the other. */
export const useDecideMany = () =>
  useProposalChange(async (decisions: readonly Decision[]) => {
    const results: DecisionResult[] = [];
    for (let at = 0; at < decisions.length; at += 100)
      results.push(...(await http.post<{ items: DecisionResult[] }>('/approvals/batch', { items: decisions.slice(at, at + 100) })).items);
    return results;
  }, results => results.map(r => r.proposal));

export const undo = (id: Id) => http.post<UndoResult>(`/actions/${id}/undo`);

/** Undoes several changes of different things, a few at a time; begins with the newest. */
export async function undoAll(ids: readonly Id[]): Promise<UndoResult[]> {
  const results: UndoResult[] = [];
  const queue = ids.toReversed();
  const work = async () => {
    for (let id = queue.shift(); id; id = queue.shift()) results.push(await undo(id));
  };
  await Promise.all(Array.from({ length: Math.min(4, ids.length) }, work));
  return results;
}

export const useUndo = () => useProposalChange((ids: readonly Id[]) => undoAll(ids), results => results.map(r => r.proposal));
export const useSendNow = () => useProposalChange((id: Id) => http.post<Proposal>(`/actions/${id}/send-now`), p => [p]);
export const useRetry = () => useProposalChange((id: Id) => http.post<Proposal>(`/actions/${id}/retry`), p => [p]);
