import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Run } from '@/lib/types';
import { act } from '../api';
import { text } from '../text';
import { useAct } from './useAct';

/** A failed run, until a person lets it go on or drops it. */
export function DeadLetter({ run }: { run: Run }) {
  const [dropping, setDropping] = useState(false);
  const { busy, run: go } = useAct(run.id);
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconAlertTriangle size={18} />} title={text.dead} role="alert">
      {run.reason && <p className="outside">{run.reason}</p>}
      <Text size="sm">{text.deadText}</Text>
      <Group gap={8} mt="sm">
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} loading={busy} disabled={run.cancelling} onClick={() => void go(() => act.retry(run.id), text.retried)}>{text.retry}</Button>
        <Button size="xs" variant="default" leftSection={<IconTrash size={14} />} onClick={() => setDropping(true)}>{text.drop}</Button>
      </Group>
      <Modal opened={dropping} onClose={() => setDropping(false)} title={text.dropTitle} closeButtonProps={{ 'aria-label': text.close }}>
        <Text size="sm" c="dimmed">{text.dropText}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setDropping(false)} data-autofocus>{text.close}</Button>
          <Button color="red" loading={busy} onClick={() => void go(() => act.drop(run.id), text.state('cancelled')).then(() => setDropping(false))}>{text.drop}</Button>
        </Group>
      </Modal>
    </Alert>
  );
}
