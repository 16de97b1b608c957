import { Button, ScrollArea, Skeleton, Stack, Table, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { url } from '@/lib/http';
import { Trouble } from '@/ui/Trouble';
import { When } from '@/ui/When';
import { auditQuery } from './api';
import classes from './Activity.module.css';
import { text } from './text';

export function AuditLog({ q, onSearch }: { q: string | undefined; onSearch: (q: string) => void }) {
  const list = useInfiniteQuery(auditQuery(q));
  const [typed, setTyped] = useState(q ?? '');
  const items = list.data?.pages.flatMap(p => p.items) ?? [];
  return (
    <>
      <p className={classes.lead}>{text.auditLead}</p>
      <div className={classes.filters}>
        <form role="search" onSubmit={e => { e.preventDefault(); onSearch(typed.trim()); }} style={{ flex: 1 }}>
          <TextInput size="xs" leftSection={<IconSearch size={14} />} placeholder={text.auditSearch} aria-label={text.auditSearch} value={typed} onChange={e => setTyped(e.currentTarget.value)} />
        </form>
        <Button component="a" href={url('/audit/export')} download size="xs" variant="default" leftSection={<IconDownload size={14} />}>{text.export}</Button>
      </div>
      {list.isError && !list.data ? <Trouble error={list.error} retry={() => void list.refetch()} />
      : !list.data ? <Stack gap={8} aria-busy>{[0, 1, 2, 3, 4, 5].map(i => <Skeleton key={i} h={26} />)}</Stack>
      : items.length === 0 ? <p className={classes.lead}>{text.auditEmpty}</p>
      : (
        <ScrollArea type="auto" viewportProps={{ tabIndex: 0, 'aria-label': text.tabs.audit, role: 'region' }}>
          <Table className={classes.audit} verticalSpacing={6} stickyHeader={false}>
            <Table.Thead>
              <Table.Tr>{Object.values(text.columns).map(c => <Table.Th key={c}>{c}</Table.Th>)}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(a => (
                <Table.Tr key={a.id}>
                  <Table.Td><When at={a.at} /></Table.Td>
                  <Table.Td className="outside">{text.actors[a.actor] ?? a.actor}</Table.Td>
                  <Table.Td><span title={a.action}>{text.actions[a.action] ?? <code>{a.action}</code>}</span></Table.Td>
                  <Table.Td className={classes.subject}>{a.subjectType} <small>{String(a.subjectId).slice(-8)}</small></Table.Td>
                  <Table.Td className="outside">{a.result ?? ''}</Table.Td>
                  <Table.Td className="outside">{a.from ?? ''}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      {list.hasNextPage && <Button variant="default" fullWidth mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{text.more}</Button>}
    </>
  );
}
