import { ActionIcon, Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconPencilPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { http } from '@/lib/http';
import type { ConversationSummary } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain } from '@/ui/toast';
import { When } from '@/ui/When';
import { conversationsQuery } from './api';
import classes from './ConversationList.module.css';
import { text } from './text';

export function ConversationList({ current, onPick }: { current?: string | undefined; onPick: () => void }) {
  const { data, isPending } = useQuery(conversationsQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  // In the address, like every filter: a link to a search shows the search.
  const { find: query = '', plan } = useSearch({ strict: false });
  const setQuery = (find: string) => void navigate({ to: '.', search: old => ({ ...old, find: find || undefined }), replace: true });
  const [removing, setRemoving] = useState<ConversationSummary | null>(null);
  const found = (data ?? []).filter(c => c.title.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase()));

  const remove = useMutation({
    mutationFn: (c: ConversationSummary) => http.delete(`/conversations/${c.id}`),
    onSuccess: (_, c) => {
      setRemoving(null);
      void client.invalidateQueries({ queryKey: keys.conversations });
      if (c.id === current) void navigate({ to: '/chat' });
    },
    onError: complain,
  });

  return (
    <nav aria-label={text.conversations} className={classes.root}>
      <Button component={Link} to="/chat" variant="light" fullWidth leftSection={<IconPencilPlus size={16} stroke={1.7} />} onClick={onPick}>{text.newChat}</Button>
      {(data?.length ?? 0) > 6 && (
        <TextInput size="xs" placeholder={text.search} aria-label={text.search} leftSection={<IconSearch size={14} />} value={query} onChange={e => setQuery(e.currentTarget.value)} />
      )}
      {isPending ? <Stack gap={8} aria-busy>{[0, 1, 2, 3].map(i => <Skeleton key={i} h={32} />)}</Stack>
      : found.length === 0 ? <Text size="sm" c="dimmed" px={8}>{data?.length ? text.noneFound : text.noneYet}</Text>
      : (
        <ul className={classes.items}>
          {found.map(c => (
            <li key={c.id} className={classes.item}>
              <Link to="/chat/$conversationId" params={{ conversationId: c.id }} search={{ ...(plan ? { plan } : {}), ...(query ? { find: query } : {}) }} className={classes.link} data-active={c.id === current || undefined} aria-current={c.id === current ? 'page' : undefined} onClick={onPick}>
                <span className={`${classes.title} outside`}>{c.title}</span>
                <When at={c.lastTurnAt} as="ago" className={classes.when} />
              </Link>
              <ActionIcon size={24} className={classes.remove} aria-label={text.remove(c.title)} onClick={() => setRemoving(c)}><IconTrash size={14} stroke={1.7} /></ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Modal opened={!!removing} onClose={() => setRemoving(null)} title={text.removeTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
        <Text size="sm" mb="md">{text.removeText}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setRemoving(null)}>{text.cancel}</Button>
          <Button color="red" loading={remove.isPending} onClick={() => removing && remove.mutate(removing)}>{text.removeGo}</Button>
        </Group>
      </Modal>
    </nav>
  );
}
