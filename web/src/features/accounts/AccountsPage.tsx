import { Button, Skeleton, Stack } from '@mantine/core';
import { IconPlus, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { useCommands } from '@/commands/registry';
import { AccountCard } from './AccountCard';
import classes from './Accounts.module.css';
import { AddAccount } from './AddAccount';
import { useAccounts } from './api';
import { Imports } from './Imports';
import { text } from './text';

export function AccountsPage() {
  const accounts = useAccounts();
  const [adding, setAdding] = useState(false);
  useCommands([{ id: 'accounts.add', title: text.add, section: text.title, icon: IconUserPlus, run: () => setAdding(true) }]);
  const add = <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{text.add}</Button>;
  return (
    <Page title={text.title} lead={text.lead} tools={accounts.data?.length ? add : undefined}>
      {accounts.isError && !accounts.data ? <Trouble error={accounts.error} retry={() => void accounts.refetch()} />
      : !accounts.data ? <Stack gap="sm" aria-busy>{[0, 1].map(i => <Skeleton key={i} h={92} radius="lg" />)}</Stack>
      : accounts.data.length === 0 ? <Empty icon={IconUserPlus} title={text.none} action={add}>{text.noneText}</Empty>
      : (
        <>
          <ul className={classes.accounts}>{accounts.data.map(a => <AccountCard key={a.id} account={a} />)}</ul>
          <Imports accounts={accounts.data} />
        </>
      )}
      {adding && <AddAccount onClose={() => setAdding(false)} />}
    </Page>
  );
}
