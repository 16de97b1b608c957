import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, http, messageOf } from '@/lib/http';
import { keys } from '@/live/reduce';
import type { Account } from '@/lib/types';
import { text } from './text';

export function AddAccount({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [address, setAddress] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [label, setLabel] = useState('personal');
  const add = useMutation({
    mutationFn: () => http.post<Account>('/accounts', { address: address.trim(), displayName: displayName.trim() || address.trim(), label }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.accounts });
      void client.invalidateQueries({ queryKey: keys.calendar });
      onClose();
    },
  });
  const errors = add.error instanceof ApiError ? add.error.errors : {};
  return (
    <Modal opened onClose={onClose} title={text.addTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={e => { e.preventDefault(); add.mutate(); }}>
        <Stack gap="sm">
          {add.isError && Object.keys(errors).length === 0 && <Alert color="red" role="alert">{messageOf(add.error)}</Alert>}
          <TextInput type="email" label={text.address} description={text.addressHint} required value={address} onChange={e => setAddress(e.currentTarget.value)} error={errors['address']?.[0]} data-autofocus />
          <TextInput label={text.name} value={displayName} onChange={e => setDisplayName(e.currentTarget.value)} error={errors['displayName']?.[0]} />
          <div>
            <Text size="sm" fw={500} mb={4}>{text.label}</Text>
            <SegmentedControl fullWidth value={label} onChange={setLabel} data={Object.entries(text.labels).map(([value, name]) => ({ value, label: name }))} aria-label={text.label} />
            <Text size="xs" c="dimmed" mt={4}>{text.labelHint}</Text>
          </div>
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{text.cancel}</Button><Button type="submit" loading={add.isPending}>{text.create}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
