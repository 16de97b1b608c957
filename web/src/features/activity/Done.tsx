import { Button, Skeleton, Stack } from '@mantine/core';
import { IconActivity, IconFilterOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { dayHeading } from '@/lib/format';
import { useMinute } from '@/lib/clock';
import { useManner } from '@/lib/session';
import type { Proposal } from '@/lib/types';
import { dayOf } from '@/lib/zone';
import { Empty } from '@/ui/Empty';
import { Trouble } from '@/ui/Trouble';
import { activityQuery } from './api';
import classes from './Activity.module.css';
import { DoneRow } from './DoneRow';
import { text } from './text';

const when = (p: Proposal) => p.executedAt ?? p.decidedAt ?? p.createdAt;

/** What was decided, newest first, by day. */
export function Done({ state, kind, open, onClear }: { state: string | undefined; kind: string | undefined; open: string | undefined; onClear: () => void }) {
  const list = useInfiniteQuery(activityQuery(state, kind));
  const manner = useManner();
  const now = useMinute();
  if (list.isError && !list.data) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Stack gap={10} aria-busy>{[0, 1, 2, 3, 4].map(i => <Skeleton key={i} h={46} radius="md" />)}</Stack>;
  const items = list.data.pages.flatMap(p => p.items);
  if (items.length === 0)
    return state || kind ? <Empty icon={IconFilterOff} title={text.emptyFilter} action={<Button variant="light" onClick={onClear}>{text.clear}</Button>} />
    : <Empty icon={IconActivity} title={text.empty} action={<Button component={Link} to="/chat" variant="light">{text.ask}</Button>}>{text.emptyText}</Empty>;

  const days = new Map<string, Proposal[]>();
  for (const p of items) {
    const day = dayOf(Date.parse(when(p)), manner.zone);
    days.set(day, [...(days.get(day) ?? []), p]);
  }
  return (
    <>
      {[...days].map(([day, of]) => (
        <section key={day} className={classes.day}>
          <h2>{dayHeading(when(of[0]!), now, manner)}</h2>
          <ul>{of.map(p => <DoneRow key={p.id} proposal={p} at={when(p)} initiallyOpen={p.id === open} />)}</ul>
        </section>
      ))}
      {list.hasNextPage && <Button variant="default" fullWidth mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{text.more}</Button>}
    </>
  );
}
