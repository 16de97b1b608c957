import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Checkpoint, Run } from '@/lib/types';
import { act } from '../api';
import { text } from '../text';
import { StateDialog } from './StateDialog';
import { useAct } from './useAct';

/** A new run from a past checkpoint, with a changed state if wished. The new id is made once, so that clicking twice starts one run. */
export function Fork({ run, checkpoint, onClose }: { run: Run; checkpoint: Checkpoint; onClose: () => void }) {
  const [newId] = useState(() => crypto.randomUUID());
  const { busy, run: go } = useAct(run.id);
  const navigate = useNavigate();
  const start = async (changes: Record<string, unknown> | undefined) => {
    const forked = await go(() => act.fork(run.id, checkpoint.seq, newId, changes), text.forked);
    if (!forked) return;
    onClose();
    void navigate({ to: '/runs/$runId', params: { runId: forked.id } });
  };
  return <StateDialog title={text.forkTitle(checkpoint.seq)} hint={text.forkText} go={text.forkGo} checkpoint={checkpoint} busy={busy} onClose={onClose} onGo={changes => void start(changes)} />;
}
