import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { goToProvider, useAccounts } from '@/features/accounts/api';
import type { Proposal } from '@/lib/types';
import { complain } from '@/ui/toast';
import { kindsQuery } from '../kinds';
import { text } from '../text';

/** Leads to the provider's page for exactly what is missing, and back to where the person is now. */
export function Consent({ proposal: p }: { proposal: Proposal }) {
  const { data: kinds } = useQuery(kindsQuery);
  const account = useAccounts().data?.find(a => a.id === p.accountId);
  const needs = kinds?.find(k => k.name === p.kind)?.needs;
  const go = useMutation({
    mutationFn: () => goToProvider({ provider: account!.provider, accountId: p.accountId, access: p.error?.code === 'access_missing' && needs ? [needs] : [], returnTo: window.location.pathname + window.location.search }),
    onError: complain,
  });
  return (
    <Button size="compact-xs" disabled={!account || !kinds} loading={go.isPending || go.isSuccess} onClick={() => go.mutate()} rightSection={<IconExternalLink size={13} stroke={1.8} />}>
      {p.error?.code === 'access_missing' ? text.givePermission : text.signInAgain}
    </Button>
  );
}
