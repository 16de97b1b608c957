import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Checkpoint } from '@/lib/types';
import { text } from '../text';
import { onlyChanged, parse } from './changes';
import { JsonInput } from './JsonInput';

interface Props {
  title: string;
  hint: string;
  go: string;
  checkpoint: Checkpoint;
  busy: boolean;
  onClose: () => void;
  /** `changes` holds the channels whose values were changed; nothing when none was. */
  onGo: (changes: Record<string, unknown> | undefined) => void;
}

/** A checkpoint's state to change, before something goes on with it. */
export function StateDialog({ title, hint, go, checkpoint, busy, onClose, onGo }: Props) {
  const [typed, setTyped] = useState(() => JSON.stringify(checkpoint.state, null, 2));
  const parsed = parse(typed, true);
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': text.close }}>
      <form onSubmit={e => { e.preventDefault(); if ('value' in parsed) onGo(onlyChanged(checkpoint.state, parsed.value as Record<string, unknown>)); }}>
        <Stack gap={12}>
          <Text size="sm" c="dimmed">{hint}</Text>
          <JsonInput label={text.forkState} value={typed} onChange={setTyped} parsed={parsed} rows={8} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{text.close}</Button><Button type="submit" loading={busy} disabled={!('value' in parsed)}>{go}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
