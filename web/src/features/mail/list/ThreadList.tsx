import { Button, Skeleton } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Page, ThreadSummary } from '@/lib/types';
import { Empty } from '@/ui/Empty';
import { Trouble } from '@/ui/Trouble';
import { text } from '../text';
import classes from './ThreadList.module.css';
import { ThreadRow } from './ThreadRow';

interface Props {
  list: UseInfiniteQueryResult<InfiniteData<Page<ThreadSummary>>>;
  threads: readonly ThreadSummary[];
  open: string | undefined;
  selected: ReadonlySet<string>;
  searching: boolean;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
}

const rowHeight = 76;

/** Threads, newest first. Only the rows in view exist; the next page is fetched before its first row is reached. */
export function ThreadList({ list, threads, open, selected, searching, onOpen, onToggle }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: threads.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 8 });
  const visible = rows.getVirtualItems();
  const lastShown = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= threads.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, threads.length]);

  const at = threads.findIndex(t => t.id === open);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
    // Only when another thread is opened, not when the list grows above it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open]);

  if (list.isError && threads.length === 0) return <div className={classes.pad}><Trouble error={list.error} retry={() => void list.refetch()} /></div>;
  if (list.isPending)
    return (
      <div className={classes.scroll} aria-busy>
        {Array.from({ length: 9 }, (_, i) => <div key={i} className={classes.ghost}><Skeleton h={11} w="38%" /><Skeleton h={11} w="72%" /><Skeleton h={10} w="88%" /></div>)}
      </div>
    );
  if (threads.length === 0)
    return searching ? <Empty icon={IconSearchOff} title={text.emptySearch}>{text.emptySearchText}</Empty>
    : <Empty icon={IconInbox} title={text.emptyInbox} action={<Button component={Link} to="/accounts" variant="light">{text.import}</Button>}>{text.emptyInboxText}</Empty>;

  return (
    <div ref={scroll} className={classes.scroll} role="region" aria-label={text.title} tabIndex={0}>
      <ul className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {visible.map(row => {
          const thread = threads[row.index]!;
          return (
            <li key={thread.id} className={classes.slot} style={{ transform: `translateY(${row.start}px)`, height: rowHeight }} aria-setsize={threads.length} aria-posinset={row.index + 1}>
              <ThreadRow thread={thread} open={thread.id === open} selected={selected.has(thread.id)} onOpen={onOpen} onToggle={onToggle} />
            </li>
          );
        })}
      </ul>
      {isFetchingNextPage && <p className={classes.loading} role="status">{text.loadingMore}</p>}
    </div>
  );
}
