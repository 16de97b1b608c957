import { Button, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { IconFilterOff, IconRoute, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { RunState } from '@/lib/types';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { runsQuery, workflowsQuery } from './api';
import { RunRow } from './RunRow';
import classes from './Runs.module.css';
import { text } from './text';

const route = getRouteApi('/app/runs');
const states: RunState[] = ['running', 'ready', 'waiting', 'failed', 'completed', 'cancelled'];

/** All runs of the person, newest first; live, because each transition refreshes what is shown. */
export function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(runsQuery(search));
  const { data: workflows = [] } = useQuery(workflowsQuery);
  const [typed, setTyped] = useState(search.q ?? '');
  useEffect(() => setTyped(search.q ?? ''), [search.q]);
  const set = (name: 'state' | 'workflow' | 'waiting') => (value: string | null) => void navigate({ search: old => ({ ...old, [name]: value || undefined }) });
  const items = list.data?.pages.flatMap(p => p.items) ?? [];
  const filtered = Object.keys(search).length > 0;
  return (
    <Page title={text.title} lead={text.lead}>
      <div className={classes.filters}>
        <form role="search" className={classes.search} onSubmit={e => { e.preventDefault(); void navigate({ search: old => ({ ...old, q: typed.trim() || undefined }), replace: true }); }}>
          <TextInput size="xs" leftSection={<IconSearch size={14} />} placeholder={text.search} aria-label={text.search} value={typed} onChange={e => setTyped(e.currentTarget.value)} />
        </form>
        <Select size="xs" className={classes.filter} aria-label={text.filterState} value={search.state ?? ''} onChange={set('state')} data={[{ value: '', label: text.allStates }, ...states.map(s => ({ value: s, label: text.state(s) }))]} />
        <Select size="xs" className={classes.filter} aria-label={text.filterWaits} value={search.waiting ?? ''} onChange={set('waiting')} data={[{ value: '', label: text.allWaits }, ...Object.entries(text.waits).map(([value, label]) => ({ value, label }))]} />
        {workflows.length > 1 && <Select size="xs" className={classes.filter} aria-label={text.filterWorkflow} value={search.workflow ?? ''} onChange={set('workflow')} data={[{ value: '', label: text.allWorkflows }, ...workflows.map(w => ({ value: w.name, label: text.workflow(w.name) }))]} />}
      </div>
      {list.isError && !list.data ? <Trouble error={list.error} retry={() => void list.refetch()} />
      : !list.data ? <Stack gap={10} aria-busy>{[0, 1, 2, 3, 4].map(i => <Skeleton key={i} h={58} radius="md" />)}</Stack>
      : items.length === 0 ? (
        filtered ? <Empty icon={IconFilterOff} title={text.emptyFilter} action={<Button variant="light" onClick={() => void navigate({ search: {} })}>{text.clear}</Button>} />
        : <Empty icon={IconRoute} title={text.empty} action={<Button component={Link} to="/chat" variant="light">{text.ask}</Button>}>{text.emptyText}</Empty>
      ) : <ul className={classes.list}>{items.map(run => <RunRow key={run.id} run={run} />)}</ul>}
      {list.hasNextPage && <Button variant="default" fullWidth mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{text.more}</Button>}
    </Page>
  );
}
