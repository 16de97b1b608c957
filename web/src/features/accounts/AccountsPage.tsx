import { ActionIcon, Button, Group, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBrandGoogle, IconPlus, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommands } from '@/commands/registry';
import { useMe } from '@/lib/session';
import type { AccountProvider } from '@/lib/types';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { say } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { AccountCard } from './AccountCard';
import classes from './Accounts.module.css';
import { AddAccount } from './AddAccount';
import { providersQuery, syncsQuery, useAccounts } from './api';
import { ConnectAccount } from './connect/ConnectAccount';
import { Registration } from './connect/Registration';
import { text as words } from './connect/text';
import { Imports } from './Imports';
import { text } from './text';

export function AccountsPage() {
  const accounts = useAccounts();
  const { data: providers = [] } = useQuery(providersQuery);
  const { data: syncs = [] } = useQuery(syncsQuery);
  const narrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const me = useMe();
  const mayRegister = me.role !== 'member';
  const [adding, setAdding] = useState(false);
  const [chosen, setConnecting] = useState<AccountProvider | null>(null);
  const [registering, setRegistering] = useState<string | null>(null);
  const connect = (p: AccountProvider) => {
    if (p.configured) setConnecting(p);
    else if (mayRegister) setRegistering(p.provider);
    else say(words.missingMember, words.missing(p.name));
  };
  useCommands([
    { id: 'accounts.add', title: text.add, section: text.title, icon: IconUserPlus, run: () => setAdding(true) },
    ...providers.map(p => ({ id: `accounts.connect.${p.provider}`, title: words.connect(p.name), section: text.title, icon: IconBrandGoogle, run: () => connect(p) })),
  ]);
  const local = accounts.data?.filter(a => a.provider === 'local') ?? [];
  const tools = (
    <Group gap={8} wrap="nowrap">
      {providers.map(p => <Button key={p.provider} leftSection={<IconBrandGoogle size={16} />} onClick={() => connect(p)}>{words.connect(p.name)}</Button>)}
      {narrow ? <ActionIcon variant="default" aria-label={text.add} onClick={() => setAdding(true)}><IconPlus size={17} /></ActionIcon>
      : <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{text.add}</Button>}
    </Group>
  );
  return (
    <Page title={text.title} lead={text.lead} tools={accounts.data?.length ? tools : undefined}>
      {accounts.isError && !accounts.data ? <Trouble error={accounts.error} retry={() => void accounts.refetch()} />
      : !accounts.data ? <Stack gap="sm" aria-busy>{[0, 1].map(i => <Skeleton key={i} h={92} radius="lg" />)}</Stack>
      : accounts.data.length === 0 ? <Empty icon={IconUserPlus} title={text.none} action={tools}>{text.noneText}</Empty>
      : <ul className={classes.accounts}>{accounts.data.map(a => <AccountCard key={a.id} account={a} syncs={syncs.filter(s => s.accountId === a.id)} />)}</ul>}
      {mayRegister && providers.map(p => <Registration key={p.provider} provider={p} open={registering === p.provider} onToggle={open => setRegistering(open ? p.provider : null)} />)}
      {local.length > 0 && <Imports accounts={local} />}
      {adding && <AddAccount onClose={() => setAdding(false)} />}
      {chosen && <ConnectAccount provider={chosen} onClose={() => setConnecting(null)} />}
    </Page>
  );
}
