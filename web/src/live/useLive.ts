import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { applier } from './apply';
import { LiveConnection } from './connection';
import { notify } from './notify';
import { effectsOf } from './reduce';
import { setLiveStatus } from './status';

/** Keeps the signed-in person's caches true for as long as the shell is shown. */
export function useLive(personId: string, tell: (text: string) => void) {
  const client = useQueryClient();
  useEffect(() => {
    const apply = applier(client, tell);
    const connection = new LiveConnection({
      onEvent: event => {
        effectsOf(event).forEach(apply);
        notify(event);
      },
      onStatus: setLiveStatus,
      onFresh: () => void client.invalidateQueries({ predicate: query => query.state.dataUpdatedAt > 0 }),
    });
    void connection.start();
    return () => connection.stop();
  }, [client, personId, tell]);
}
