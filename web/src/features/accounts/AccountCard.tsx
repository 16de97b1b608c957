import { ActionIcon, Badge, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconDots, IconPencil, IconPlugConnectedX, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { http } from '@/lib/http';
import { useManner } from '@/lib/session';
import type { Account, Sync } from '@/lib/types';
import { Initials } from '@/ui/Initials';
import { complain } from '@/ui/toast';
import classes from './Accounts.module.css';
import { Disconnect } from './connect/Disconnect';
import { RemoteFacts } from './connect/RemoteFacts';
import { text as words } from './connect/text';
import { text } from './text';

const colours = { ok: 'gray', syncing: 'blue', needsAttention: 'brass', disconnected: 'gray' } satisfies Record<Account['health'], string>;

export function AccountCard({ account: a, syncs }: { account: Account; syncs: readonly Sync[] }) {
  const { locale } = useManner();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'edit' | 'remove' | 'disconnect' | null>(null);
  const [name, setName] = useState(a.displayName);
  const [label, setLabel] = useState(a.label);
  const done = () => {
    setDialog(null);
    void client.invalidateQueries();
  };
  const save = useMutation({ mutationFn: () => http.patch<Account>(`/accounts/${a.id}`, { displayName: name.trim(), label: label.trim() }), onSuccess: done, onError: e => complain(e) });
  const remove = useMutation({ mutationFn: () => http.delete(`/accounts/${a.id}`), onSuccess: done, onError: e => complain(e) });
  const local = a.provider === 'local';
  const n = (count: number) => count.toLocaleString(locale);

  return (
    <li className={classes.account}>
      <Initials name={a.displayName} id={a.address} size={40} />
      <div className={classes.main}>
        <div className={classes.head}>
          <strong className="outside">{a.displayName}</strong>
          <Badge color="gray">{text.labels[a.label] ?? a.label}</Badge>
          {a.health !== 'ok' && <Badge color={colours[a.health]}>{text.health[a.health]}</Badge>}
        </div>
        <div className={`${classes.address} outside`}>{a.address} · {text.provider[a.provider] ?? a.provider}</div>
        <div className={`${classes.counts} tabular`}>
          <span><b>{n(a.messages)}</b> {text.counts.messages(a.messages)}</span>
          <span><b>{n(a.unread)}</b> {text.counts.unread}</span>
          <span><b>{n(a.events)}</b> {text.counts.events(a.events)}</span>
          <Link to="/inbox" search={{ account: a.id }} className="link">{text.openInbox}</Link>
          <Link to="/calendar" search={{ account: a.id }} className="link">{text.openCalendar}</Link>
        </div>
        {!local && <RemoteFacts account={a} syncs={syncs} />}
      </div>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon aria-label={text.menu(a.address)}><IconDots size={18} stroke={1.6} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('edit')}>{text.edit}</Menu.Item>
          {local ? <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDialog('remove')}>{text.remove}</Menu.Item>
          : <Menu.Item color="red" leftSection={<IconPlugConnectedX size={15} />} onClick={() => setDialog('disconnect')}>{words.disconnect}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={dialog === 'edit'} onClose={() => setDialog(null)} title={text.edit} closeButtonProps={{ 'aria-label': text.cancel }}>
        <form onSubmit={e => { e.preventDefault(); save.mutate(); }}>
          <Stack gap="sm">
            <TextInput label={text.name} required value={name} onChange={e => setName(e.currentTarget.value)} data-autofocus />
            <TextInput label={text.label} required value={label} onChange={e => setLabel(e.currentTarget.value)} description={text.labelHint} />
            <Group justify="flex-end"><Button variant="default" onClick={() => setDialog(null)}>{text.cancel}</Button><Button type="submit" loading={save.isPending}>{text.save}</Button></Group>
          </Stack>
        </form>
      </Modal>
      <Modal opened={dialog === 'remove'} onClose={() => setDialog(null)} title={text.removeTitle(a.address)} closeButtonProps={{ 'aria-label': text.cancel }}>
        <Text size="sm" mb="md">{text.removeText}</Text>
        <Group justify="flex-end"><Button variant="default" onClick={() => setDialog(null)}>{text.cancel}</Button><Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>{text.removeGo}</Button></Group>
      </Modal>
      {dialog === 'disconnect' && <Disconnect account={a} onClose={() => setDialog(null)} />}
    </li>
  );
}
