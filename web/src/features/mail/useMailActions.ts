import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { wish } from '@/features/approvals/quick';
import type { Id } from '@/lib/types';
import { complain, say } from '@/ui/toast';
import { threadQuery } from './api';
import { text } from './text';
import { wishesFor, wishesWith, type MailVerb } from './wishes';

/** What can be done with threads: a verb, or a choice of label or time. */
export type MailAct = MailVerb | { label: string } | { until: string };

/** Proposes a change of threads and shows it for approval; nothing changes by the click alone. */
export function useMailActions() {
  const client = useQueryClient();
  return useCallback(async (act: MailAct, threadIds: readonly Id[]) => {
    try {
      const threads = [];
      for (const id of threadIds) threads.push(await client.fetchQuery(threadQuery(id)));
      const wishes = typeof act === 'string' ? wishesFor(act, threads) : wishesWith(act, threads);
      if (wishes.length === 0) return say(text.nothingToDo);
      await wish(wishes);
    } catch (error) {
      complain(error);
    }
  }, [client]);
}
