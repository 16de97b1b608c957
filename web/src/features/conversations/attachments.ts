import { useState } from 'react';
import { ApiError, http, messageOf, toError, url } from '@/lib/http';
import { bytes } from '@/lib/format';
import type { ChatFile } from '@/lib/types';
import { text } from './text';

/** The server's own limits; here they only spare an upload that would be refused. */
export const most = { files: 5, bytes: 10 * 1024 * 1024 };

/** A file that is chosen for a message: on its way, there, or refused. */
export interface Chosen {
  key: string;
  name: string;
  size: number;
  file?: ChatFile;
  error?: string;
}

async function give(file: File): Promise<ChatFile> {
  if (file.size > most.bytes) throw new Error(text.files.tooLarge(bytes(most.bytes)));
  let response: Response;
  try {
    response = await fetch(url('/chat/attachments', { name: file.name }), { method: 'POST', headers: { 'X-Steward': '1', 'Content-Type': 'application/octet-stream' }, body: file });
  } catch {
    throw new ApiError(0, 'unreachable', text.files.interrupted);
  }
  if (!response.ok) throw await toError(response);
  return (await response.json()) as ChatFile;
}

const remove = (chosen: Chosen) => chosen.file && void http.delete(`/chat/attachments/${chosen.file.id}`).catch(() => {
  // It goes by itself within a day.
});

/** The files of the message that is being written. */
export function useChosen() {
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const set = (key: string, patch: Partial<Chosen>) => setChosen(old => old.map(c => (c.key === key ? { ...c, ...patch } : c)));
  const add = (files: readonly File[]) => {
    const room = Math.max(0, most.files - chosen.length);
    const queue = files.map((file, i) => ({ file, at: { key: crypto.randomUUID(), name: file.name, size: file.size, ...(i < room ? {} : { error: text.files.tooMany(most.files) }) } as Chosen }));
    setChosen(old => [...old, ...queue.map(q => q.at)]);
    for (const { file, at } of queue)
      if (!at.error) give(file).then(given => set(at.key, { file: given }), (error: unknown) => set(at.key, { error: messageOf(error) }));
  };
  return {
    chosen, add,
    remove: (c: Chosen) => {
      remove(c);
      setChosen(old => old.filter(o => o.key !== c.key));
    },
    clear: () => setChosen([]),
    /** Brings back files of a message that could not be sent. */
    restore: (given: readonly ChatFile[]) => setChosen(given.map(file => ({ key: file.id, name: file.name, size: file.size, file }))),
    /** Every file is there or refused. */
    ready: chosen.every(c => c.file || c.error),
    files: chosen.flatMap(c => (c.file ? [c.file] : [])),
  };
}
