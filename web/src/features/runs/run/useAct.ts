import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';

/** Does something to a run, says what came of it, and fetches how it stands then. Live events tell of the rest. */
export function useAct(runId: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async <T>(what: () => Promise<T>, done: string): Promise<T | undefined> => {
    setBusy(true);
    try {
      const result = await what();
      say(done);
      return result;
    } catch (error) {
      complain(error);
      return undefined;
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: keys.run(runId) });
      void client.invalidateQueries({ queryKey: keys.runs });
    }
  };
  return { busy, run };
}
