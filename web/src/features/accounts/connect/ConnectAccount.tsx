import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/lib/http';
import type { AccountProvider } from '@/lib/types';
import { goToProvider } from '../api';
import { text as accounts } from '../text';
import { AccessList } from './AccessList';
import { text } from './text';

/** What will be asked for and why, before the person leaves for the provider's page. */
export function ConnectAccount({ provider, onClose }: { provider: AccountProvider; onClose: () => void }) {
  const [label, setLabel] = useState('personal');
  const go = useMutation({ mutationFn: () => goToProvider({ provider: provider.provider, label }) });
  return (
    <Modal opened onClose={onClose} title={text.connectTitle(provider.name)} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={e => { e.preventDefault(); go.mutate(); }}>
        <Stack gap="md">
          {go.isError && <Alert color="red" role="alert">{messageOf(go.error)}</Alert>}
          <div>
            <Text size="sm" mb={8}>{text.lead(provider.name)}</Text>
            <AccessList access={text.first} allowed />
          </div>
          <Text size="sm" c="dimmed">{text.later}</Text>
          <div>
            <Text size="sm" fw={500} mb={4}>{accounts.label}</Text>
            <SegmentedControl fullWidth value={label} onChange={setLabel} data={Object.entries(accounts.labels).map(([value, name]) => ({ value, label: name }))} aria-label={accounts.label} />
            <Text size="xs" c="dimmed" mt={4}>{accounts.labelHint}</Text>
          </div>
          <Text size="xs" c="dimmed">{text.unverified(provider.name)}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{text.cancel}</Button>
            <Button type="submit" loading={go.isPending || go.isSuccess} rightSection={<IconExternalLink size={15} stroke={1.8} />} data-autofocus>{text.go(provider.name)}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
