import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { signedOut } from '@/lib/http';
import { applier } from './apply';
import { LiveConnection } from './connection';
import { notify } from './notify';
import { effectsOf } from './reduce';
import { setLiveStatus } from './status';

/** Keeps the signed-in person's caches true for as long as the shell is shown. */
export function useLive(personId: string, sessionId: string | null | undefined, tell: (text: string) => void) {
  const client = useQueryClient();
  useEffect(() => {
    const apply = applier(client, tell);
    const connection = new LiveConnection({
      onEvent: event => {
        // Somebody has ended this very session from another browser: what is shown here goes at once.
        if (event.type === 'session_ended' && event.subjectId === sessionId) return signedOut();
        effectsOf(event).forEach(apply);
        notify(event);
      },
      onStatus: setLiveStatus,
      onFresh: () => void client.invalidateQueries({ predicate: query => query.state.dataUpdatedAt > 0 }),
    });
    void connection.start();
    return () => connection.stop();
  }, [client, personId, sessionId, tell]);
}
