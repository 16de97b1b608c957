import { ActionIcon, Button, Skeleton, Stack, Tooltip } from '@mantine/core';
import { IconArchive, IconArrowBackUp, IconArrowBackUpDouble, IconArrowLeft, IconCornerUpLeft, IconMail, IconMessageCircle2, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommands } from '@/commands/registry';
import { useAccounts } from '@/features/accounts/api';
import { ApiError } from '@/lib/http';
import { chipLabels, labelName } from '@/lib/labels';
import { Trouble } from '@/ui/Trouble';
import { threadQuery } from '../api';
import { text } from '../text';
import { OrganiseMenus } from '../list/OrganiseMenus';
import type { MailAct } from '../useMailActions';
import { MessageView } from './MessageView';
import { recipientsOf, ReplyForm } from './ReplyForm';
import classes from './Reader.module.css';

interface Props {
  threadId: string;
  /** The message that a link named: it is unfolded and scrolled to. */
  messageId?: string | undefined;
  onBack?: () => void;
  onAct: (act: MailAct) => void;
}

export function Reader({ threadId, messageId, onBack, onAct }: Props) {
  const thread = useQuery(threadQuery(threadId));
  const navigate = useNavigate();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set(messageId ? [messageId] : []));
  const [replying, setReplying] = useState<'one' | 'all' | null>(null);
  const own = (useAccounts().data ?? []).map(a => a.address);
  const t = thread.data;
  const answered = t?.messages.findLast(m => !m.summary.labels.includes('DRAFT'));
  const others = answered ? recipientsOf(answered, own, true).cc.length : 0;
  const subject = t?.summary.subject || text.noSubject;
  const ask = () => void navigate({ to: '/chat', search: { ask: text.askAbout(subject.replace(/^(\s*(re|fwd?|aw|wg):)+\s*/i, '')) } });
  useCommands([
    { id: 'mail.reply', title: text.reply, section: text.commands.section, shortcut: 'r', disabled: !answered, run: () => setReplying('one') },
    { id: 'mail.reply-all', title: text.replyAll, section: text.commands.section, shortcut: 'a', disabled: others === 0, run: () => setReplying('all') },
    { id: 'mail.ask', title: text.ask, section: text.commands.section, shortcut: '.', disabled: !t, run: ask },
  ]);

  if (thread.isError && !t) {
    const gone = thread.error instanceof ApiError && thread.error.status === 404;
    return <div className={classes.pad}><Trouble error={gone ? new Error(text.gone) : thread.error} {...(gone ? {} : { retry: () => void thread.refetch() })} /></div>;
  }

  const starred = t?.summary.labels.includes('STARRED');
  const trashed = t?.messages.every(m => m.summary.labels.includes('TRASH'));
  const actions = [
    trashed ? (['restore', IconArrowBackUp, text.actions.restore] as const) : (['archive', IconArchive, text.actions.archive] as const),
    starred ? (['unstar', IconStarFilled, text.actions.unstar] as const) : (['star', IconStar, text.actions.star] as const),
    ['mark-unread', IconMail, text.actions.unread] as const,
    ...(trashed ? [] : [['trash', IconTrash, text.actions.trash] as const]),
  ];
  const isOpen = (i: number, id: string, unread: boolean) => unfolded.has(id) || unread || i === t!.messages.length - 1;

  return (
    <>
      <div className={classes.bar}>
        {onBack && <ActionIcon aria-label={text.back} onClick={onBack}><IconArrowLeft size={19} stroke={1.7} /></ActionIcon>}
        {actions.map(([verb, Icon, label]) => (
          <Tooltip key={verb} label={label}>
            <ActionIcon aria-label={label} disabled={!t} onClick={() => onAct(verb)}><Icon size={18} stroke={1.6} {...(verb === 'unstar' ? { style: { color: 'var(--st-brass-fill)' } } : {})} /></ActionIcon>
          </Tooltip>
        ))}
        {t && !trashed && <OrganiseMenus size="lg" onLabel={label => onAct({ label })} onSnooze={until => onAct({ until })} />}
        <Button
          ml="auto" size="compact-sm" variant="subtle" disabled={!t} leftSection={<IconMessageCircle2 size={15} stroke={1.7} />}
          onClick={ask}
        >
          {text.ask}
        </Button>
      </div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={subject}>
        {!t ? <Stack p={24} gap={12} aria-busy><Skeleton h={20} w="60%" /><Skeleton h={44} /><Skeleton h={12} w="90%" /><Skeleton h={12} w="84%" /><Skeleton h={12} w="88%" /></Stack> : (
          <>
            <header className={classes.head}>
              <h2 className="outside">{subject}</h2>
              {chipLabels(t.summary.labels).map(l => <span key={l} className={classes.chip}>{labelName(l)}</span>)}
            </header>
            {t.messages.map((m, i) => (
              <MessageView
                key={m.summary.id} message={m} only={t.messages.length === 1} linked={m.summary.id === messageId} open={isOpen(i, m.summary.id, m.summary.unread)}
                onOpen={() => setUnfolded(old => new Set(old).add(m.summary.id))}
              />
            ))}
            {answered && (replying ? <ReplyForm key={answered.summary.id + replying} message={answered} own={own} all={replying === 'all'} onClose={() => setReplying(null)} /> : (
              <div className={classes.replyBar}>
                <Button variant="default" leftSection={<IconCornerUpLeft size={15} stroke={1.7} />} onClick={() => setReplying('one')}>{text.reply}</Button>
                {others > 0 && <Button variant="default" leftSection={<IconArrowBackUpDouble size={15} stroke={1.7} />} onClick={() => setReplying('all')}>{text.replyAll}</Button>}
              </div>
            ))}
          </>
        )}
      </div>
    </>
  );
}
