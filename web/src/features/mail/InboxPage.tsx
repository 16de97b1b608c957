import { useMediaQuery } from '@mantine/hooks';
import { IconMailOpened } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { messageQuery, threadsQuery } from './api';
import classes from './Inbox.module.css';
import { Filters } from './list/Filters';
import { SelectionBar } from './list/SelectionBar';
import { ThreadList } from './list/ThreadList';
import { Reader } from './reader/Reader';
import { text } from './text';
import { useMailActions, type MailAct } from './useMailActions';

const route = getRouteApi('/app/inbox');

export const inboxView = 'in:inbox';

export function InboxPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const split = useMediaQuery('(min-width: 64em)', true, { getInitialValueInEffect: false });
  const searchField = useRef<HTMLInputElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const propose = useMailActions();
  const q = search.q ?? inboxView;

  const list = useInfiniteQuery(threadsQuery(q, search.account));
  const threads = useMemo(() => list.data?.pages.flatMap(p => p.items) ?? [], [list.data]);
  // A link may name a message only (a source, a search result): its thread is looked up.
  const linked = useQuery({ ...messageQuery(search.message ?? ''), enabled: !!search.message && !search.thread });
  const open = search.thread ?? linked.data?.summary.threadId;
  const at = threads.findIndex(t => t.id === open);

  const show = (thread: string | undefined) => void navigate({ search: old => ({ ...old, thread, message: undefined }), replace: split && !!open });
  const move = (by: number) => {
    const next = threads[at === -1 ? 0 : Math.max(0, Math.min(threads.length - 1, at + by))];
    if (next) show(next.id);
  };
  const toggle = (id: string) =>
    setSelected(old => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const act = (verb: MailAct) => {
    const ids = selected.size > 0 ? [...selected] : open ? [open] : [];
    if (ids.length > 0) void propose(verb, ids).then(() => setSelected(new Set()));
  };
  useEffect(() => setSelected(new Set()), [q, search.account]);

  const section = text.commands.section;
  const target = selected.size > 0 || !!open;
  useCommands([
    { id: 'mail.search', title: text.commands.search, section, shortcut: '/', run: () => searchField.current?.focus() },
    { id: 'mail.next', title: text.commands.next, section, shortcut: 'j', quiet: true, run: () => move(1) },
    { id: 'mail.previous', title: text.commands.previous, section, shortcut: 'k', quiet: true, run: () => move(-1) },
    { id: 'mail.back', title: text.commands.back, section, shortcut: 'u', quiet: true, disabled: !open, run: () => show(undefined) },
    { id: 'mail.select', title: text.commands.select, section, shortcut: 'x', quiet: true, disabled: !open, run: () => open && toggle(open) },
    { id: 'mail.archive', title: text.actions.archive, section, shortcut: 'e', disabled: !target, run: () => act('archive') },
    { id: 'mail.trash', title: text.actions.trash, section, shortcut: '#', disabled: !target, run: () => act('trash') },
    { id: 'mail.star', title: text.actions.star, section, shortcut: 's', disabled: !target, run: () => act('star') },
    { id: 'mail.read', title: text.actions.read, section, shortcut: 'I', disabled: !target, run: () => act('mark-read') },
    { id: 'mail.unread', title: text.actions.unread, section, shortcut: 'U', disabled: !target, run: () => act('mark-unread') },
  ]);

  const showList = split || !open;
  return (
    <Page
      title={text.title} layout="fill"
      tools={showList ? <Filters fieldRef={searchField} q={search.q ?? ''} account={search.account} onChange={next => void navigate({ search: next })} /> : undefined}
    >
      <div className={classes.columns}>
        {showList && (
          <div className={classes.list} data-split={split || undefined}>
            <SelectionBar selected={selected} onAct={act} onClear={() => setSelected(new Set())} q={q} total={list.data?.pages[0]?.total ?? null} loaded={threads.length} more={list.hasNextPage} />
            <ThreadList list={list} threads={threads} open={open} selected={selected} onOpen={show} onToggle={toggle} searching={!!search.q} />
          </div>
        )}
        {(split || open) && (
          <div className={classes.reader}>
            {open ? <Reader key={open} threadId={open} messageId={search.message} {...(split ? {} : { onBack: () => show(undefined) })} onAct={act} />
            : <div className={classes.choose}><Empty icon={IconMailOpened} title={text.choose}>{text.chooseText}</Empty></div>}
          </div>
        )}
      </div>
    </Page>
  );
}
