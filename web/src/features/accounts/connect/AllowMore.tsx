import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/lib/http';
import type { Account, AccountAccess } from '@/lib/types';
import { goToProvider } from '../api';
import { text as accounts } from '../text';
import { text } from './text';

/** What a person may allow in addition, before Steward comes to need it. */
export function AllowMore({ account: a, missing, onClose }: { account: Account; missing: readonly AccountAccess[]; onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly AccountAccess[]>([]);
  const provider = accounts.provider[a.provider] ?? a.provider;
  const go = useMutation({ mutationFn: () => goToProvider({ provider: a.provider, accountId: a.id, access: chosen }) });
  return (
    <Modal opened onClose={onClose} title={text.allowTitle(a.address)} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={e => { e.preventDefault(); go.mutate(); }}>
        <Stack gap="sm">
          {go.isError && <Alert color="red" role="alert">{messageOf(go.error)}</Alert>}
          <Text size="sm">{text.allowLead}</Text>
          {missing.map(m => <Checkbox key={m} label={text.access(m)} checked={chosen.includes(m)} onChange={e => setChosen(e.currentTarget.checked ? [...chosen, m] : chosen.filter(c => c !== m))} />)}
          {missing.includes('draftMail') && <Text size="xs" c="dimmed">{text.allowDrafts}</Text>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{text.cancel}</Button>
            <Button type="submit" disabled={chosen.length === 0} loading={go.isPending || go.isSuccess} rightSection={<IconExternalLink size={15} stroke={1.8} />}>{text.allowGo(provider)}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
