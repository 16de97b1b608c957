import { Checkbox } from '@mantine/core';
import { IconPaperclip, IconStarFilled } from '@tabler/icons-react';
import { memo } from 'react';
import { nameOf } from '@/lib/format';
import { chipLabels, labelName } from '@/lib/labels';
import type { ThreadSummary } from '@/lib/types';
import { Initials } from '@/ui/Initials';
import { When } from '@/ui/When';
import { text } from '../text';
import classes from './ThreadList.module.css';

interface Props {
  thread: ThreadSummary;
  open: boolean;
  selected: boolean;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
}

export const ThreadRow = memo(function ThreadRow({ thread: t, open, selected, onOpen, onToggle }: Props) {
  const people = t.participants;
  const first = people[0];
  const names = people.length <= 1 ? (first ? nameOf(first) : '') : people.slice(0, 3).map(p => nameOf(p).split(' ')[0]).join(', ');
  const chips = chipLabels(t.labels).slice(0, 2);
  const subject = t.subject || text.noSubject;
  return (
    <div className={classes.row} data-open={open || undefined} data-unread={t.unreadCount > 0 || undefined} data-selected={selected || undefined}>
      <span className={classes.lead}>
        <span className={classes.face}><Initials name={names} id={first?.email ?? t.id} size={32} /></span>
        <Checkbox size="sm" className={classes.pick} checked={selected} onChange={() => onToggle(t.id)} aria-label={text.select(subject)} />
      </span>
      <button type="button" className={classes.open} onClick={() => onOpen(t.id)} aria-current={open || undefined}>
        <span className={classes.top}>
          <span className={classes.names}>{names}{t.messageCount > 1 && <span className={classes.n} title={text.messages(t.messageCount)}> {t.messageCount}</span>}</span>
          {t.hasAttachments && <IconPaperclip size={13} stroke={1.8} aria-label={text.attachments} />}
          {t.labels.includes('STARRED') && <IconStarFilled size={13} className={classes.star} aria-label={text.starred} />}
          <When at={t.lastMessageAt} as="list" className={classes.when} />
        </span>
        <span className={classes.subject}>
          {t.unreadCount > 0 && <span className={classes.dot} role="img" aria-label={text.unreadMark} />}
          <span className={classes.cut}>{subject}</span>
        </span>
        <span className={classes.bottom}>
          <span className={classes.snippet}>{t.snippet}</span>
          {chips.map(l => <span key={l} className={classes.chip}>{labelName(l)}</span>)}
        </span>
      </button>
    </div>
  );
});
