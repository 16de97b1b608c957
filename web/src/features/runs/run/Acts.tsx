import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconBroadcast, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import type { Run } from '@/lib/types';
import { act } from '../api';
import { text } from '../text';
import { parse } from './changes';
import { JsonInput } from './JsonInput';
import { useAct } from './useAct';

const over = (run: Run) => run.state === 'completed' || run.state === 'cancelled';

/** What a person can do to a live run, whatever it does at the moment. */
export function Acts({ run }: { run: Run }) {
  const [open, setOpen] = useState<'cancel' | 'signal'>();
  const { busy, run: go } = useAct(run.id);
  if (over(run)) return null;
  const close = () => setOpen(undefined);
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconPlayerStop size={14} />} disabled={run.cancelling} onClick={() => setOpen('cancel')}>{run.cancelling ? text.cancelling : text.cancel}</Button>
      <Button size="xs" variant="default" leftSection={<IconBroadcast size={14} />} disabled={run.cancelling} onClick={() => setOpen('signal')}>{text.signal}</Button>
      <Modal opened={open === 'cancel'} onClose={close} title={text.cancelTitle} closeButtonProps={{ 'aria-label': text.close }}>
        <Text size="sm" c="dimmed">{text.cancelText}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close} data-autofocus>{text.keep}</Button>
          <Button color="red" loading={busy} onClick={() => void go(() => act.cancel(run.id), text.cancelled).then(close)}>{text.cancel}</Button>
        </Group>
      </Modal>
      <Modal opened={open === 'signal'} onClose={close} title={text.signal} closeButtonProps={{ 'aria-label': text.close }}>
        {open === 'signal' && <SignalForm busy={busy} onSend={(name, payload) => void go(() => act.signal(run.id, name, crypto.randomUUID(), payload), text.signalSent).then(sent => sent !== undefined && close())} />}
      </Modal>
    </>
  );
}

function SignalForm({ busy, onSend }: { busy: boolean; onSend: (name: string, payload: unknown) => void }) {
  const [name, setName] = useState('');
  const [payload, setPayload] = useState('null');
  const parsed = parse(payload);
  return (
    <form onSubmit={e => { e.preventDefault(); if ('value' in parsed && name.trim()) onSend(name.trim(), parsed.value); }}>
      <Stack gap={12}>
        <TextInput label={text.signalName} value={name} onChange={e => setName(e.currentTarget.value)} maxLength={80} required data-autofocus autoComplete="off" />
        <JsonInput label={text.signalPayload} value={payload} onChange={setPayload} parsed={parsed} />
        <Group justify="flex-end"><Button type="submit" loading={busy} disabled={!('value' in parsed) || !name.trim()}>{text.send}</Button></Group>
      </Stack>
    </form>
  );
}
