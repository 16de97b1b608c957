import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Checkpoint, Run } from '@/lib/types';
import { act } from '../api';
import { text } from '../text';
import { onlyChanged, parse } from './changes';
import { JsonInput } from './JsonInput';
import { useAct } from './useAct';

/** A new run from a past checkpoint, with a changed state if wished. The new id is made once, so that clicking twice starts one run. */
export function Fork({ run, checkpoint, onClose }: { run: Run; checkpoint: Checkpoint; onClose: () => void }) {
  const [typed, setTyped] = useState(() => JSON.stringify(checkpoint.state, null, 2));
  const [newId] = useState(() => crypto.randomUUID());
  const { busy, run: go } = useAct(run.id);
  const navigate = useNavigate();
  const parsed = parse(typed, true);
  const start = async (state: Record<string, unknown>) => {
    const forked = await go(() => act.fork(run.id, checkpoint.seq, newId, onlyChanged(checkpoint.state, state)), text.forked);
    if (!forked) return;
    onClose();
    void navigate({ to: '/runs/$runId', params: { runId: forked.id } });
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={text.forkTitle(checkpoint.seq)} closeButtonProps={{ 'aria-label': text.close }}>
      <form onSubmit={e => { e.preventDefault(); if ('value' in parsed) void start(parsed.value as Record<string, unknown>); }}>
        <Stack gap={12}>
          <Text size="sm" c="dimmed">{text.forkText}</Text>
          <JsonInput label={text.forkState} value={typed} onChange={setTyped} parsed={parsed} rows={8} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{text.close}</Button><Button type="submit" loading={busy} disabled={!('value' in parsed)}>{text.forkGo}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
