import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '@/lib/types';
import { complain, say } from '@/ui/toast';
import { disconnect } from '../api';
import { text as accounts } from '../text';
import { text } from './text';

export function Disconnect({ account: a, onClose }: { account: Account; onClose: () => void }) {
  const client = useQueryClient();
  const [items, setItems] = useState<'keep' | 'delete'>(a.health === 'disconnected' ? 'delete' : 'keep');
  const provider = accounts.provider[a.provider] ?? a.provider;
  const go = useMutation({
    mutationFn: () => disconnect(a.id, items),
    onSuccess: ({ note }) => {
      say(note ?? text.done(a.address));
      void client.invalidateQueries();
      onClose();
    },
    onError: complain,
  });
  return (
    <Modal opened onClose={onClose} title={text.disconnectTitle(a.address)} closeButtonProps={{ 'aria-label': text.cancel }}>
      <Stack gap="md">
        <Text size="sm">{text.disconnectText(provider)}</Text>
        <Radio.Group value={items} onChange={v => setItems(v as typeof items)} aria-label={text.disconnectTitle(a.address)}>
          <Stack gap="sm">
            <Radio value="keep" label={text.keep} description={text.keepHint} />
            <Radio value="delete" label={text.remove} description={text.removeHint} />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>{text.cancel}</Button>
          <Button color="red" loading={go.isPending} onClick={() => go.mutate()}>{text.disconnectGo}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
