import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Proposal } from '@/lib/types';
import { cardFor } from '../cards/registry';
import { text } from '../text';
import { RiskReasons } from './RiskReasons';

interface Props {
  proposal: Proposal;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** The second, typed confirmation of a high-risk action: shows it whole once more. */
export function ConfirmHighRisk({ proposal, busy, onCancel, onConfirm }: Props) {
  const [typed, setTyped] = useState('');
  const { Body } = cardFor(proposal.kind);
  const right = typed.trim().toLowerCase() === text.confirm.word;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (right) onConfirm();
  };
  return (
    <Modal opened onClose={onCancel} title={text.confirm.title} size="lg" closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">{text.confirm.lead}</Text>
          <RiskReasons proposal={proposal} />
          <Text fw={600} className="outside">{proposal.preview.title}</Text>
          <Body proposal={proposal} />
          <TextInput label={text.confirm.prompt(text.confirm.word)} value={typed} onChange={e => setTyped(e.currentTarget.value)} autoComplete="off" data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>{text.cancel}</Button>
            <Button color="red" type="submit" disabled={!right} loading={busy}>{text.confirm.go}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
