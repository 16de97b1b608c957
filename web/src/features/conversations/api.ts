import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { ChatAccepted, ChatFile, Conversation, ConversationSummary, Turn } from '@/lib/types';
import { keys } from '@/live/reduce';

export const conversationsQuery = queryOptions({
  queryKey: keys.conversations,
  queryFn: ({ signal }) => http.get<{ items: ConversationSummary[] }>('/conversations', undefined, signal),
  select: d => d.items,
});

export const conversationQuery = (id: string) =>
  queryOptions({ queryKey: keys.conversation(id), queryFn: ({ signal }) => http.get<Conversation>(`/conversations/${id}`, undefined, signal) });

export interface Posting {
  /** Made here, so that a repeat after a broken connection is the same turn. */
  turnId: string;
  conversationId?: string;
  message: string;
  files?: readonly ChatFile[];
}

const optimistic = (p: Posting): Turn => ({
  id: p.turnId, message: p.message || (p.files ?? []).map(f => f.name).join(', '), createdAt: new Date().toISOString(), state: 'planning', steps: [], models: [], attachments: [...(p.files ?? [])],
});

/** Sends a message. It stands in the thread at once; when the server refuses it, it goes away again and the error says why. */
export function usePostTurn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ files = [], ...p }: Posting) => http.post<ChatAccepted>('/chat', { ...p, ...(files.length > 0 ? { attachments: files.map(f => f.id) } : {}) }),
    onMutate: p => {
      if (p.conversationId)
        client.setQueryData<Conversation>(keys.conversation(p.conversationId), old => old && { ...old, turns: [...old.turns, optimistic(p)] });
    },
    onSuccess: (accepted, p) => {
      client.setQueryData<Conversation>(keys.conversation(accepted.conversationId), old => old ?? { id: accepted.conversationId, title: p.message, turns: [optimistic(p)] });
      void client.invalidateQueries({ queryKey: keys.conversation(accepted.conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
    onError: (_, p) => {
      if (p.conversationId)
        client.setQueryData<Conversation>(keys.conversation(p.conversationId), old => old && { ...old, turns: old.turns.filter(t => t.id !== p.turnId) });
    },
  });
}
