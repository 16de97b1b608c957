import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '@/lib/types';
import { act, checkpointQuery } from '../api';
import { text } from '../text';
import { StateDialog } from './StateDialog';
import { useAct } from './useAct';

/** A failed run, until a person lets it go on, as it is or with a changed state, or drops it. */
export function DeadLetter({ run }: { run: Run }) {
  const [open, setOpen] = useState<'change' | 'drop'>();
  const { busy, run: go } = useAct(run.id);
  const newest = useQuery(checkpointQuery(run.id, run.steps - 1));
  const close = () => setOpen(undefined);
  const retry = (changes?: Record<string, unknown>) => void go(() => act.retry(run.id, changes), text.retried).then(gone => gone && close());
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconAlertTriangle size={18} />} title={text.dead} role="alert">
      {run.reason && <p className="outside">{run.reason}</p>}
      <Text size="sm">{text.deadText}</Text>
      <Group gap={8} mt="sm">
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} loading={busy} disabled={run.cancelling} onClick={() => retry()}>{text.retry}</Button>
        {newest.data && <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} disabled={run.cancelling} onClick={() => setOpen('change')}>{text.retryWith}</Button>}
        <Button size="xs" variant="default" leftSection={<IconTrash size={14} />} onClick={() => setOpen('drop')}>{text.drop}</Button>
      </Group>
      {open === 'change' && newest.data && <StateDialog title={text.retryWith} hint={text.retryWithText} go={text.retry} checkpoint={newest.data} busy={busy} onClose={close} onGo={retry} />}
      <Modal opened={open === 'drop'} onClose={close} title={text.dropTitle} closeButtonProps={{ 'aria-label': text.close }}>
        <Text size="sm" c="dimmed">{text.dropText}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close} data-autofocus>{text.close}</Button>
          <Button color="red" loading={busy} onClick={() => void go(() => act.drop(run.id), text.dropped).then(close)}>{text.drop}</Button>
        </Group>
      </Modal>
    </Alert>
  );
}
