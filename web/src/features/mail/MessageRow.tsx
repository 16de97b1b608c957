import { IconPaperclip } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { nameOf } from '@/lib/format';
import type { MessageSummary } from '@/lib/types';
import { When } from '@/ui/When';
import classes from './MessageRow.module.css';
import { text } from './text';

/** One message on one line, leading to it in the inbox. */
export function MessageRow({ message: m }: { message: MessageSummary }) {
  return (
    <Link to="/inbox" search={{ thread: m.threadId, message: m.id }} className={classes.root} data-unread={m.unread || undefined}>
      <span className={classes.from}>{nameOf(m.from)}</span>
      <span className={classes.words}>
        <span className={classes.subject}>{m.subject || text.noSubject}</span>
        <span className={classes.snippet}>{m.snippet}</span>
      </span>
      {m.hasAttachments && <IconPaperclip size={14} stroke={1.7} aria-label={text.attachments} />}
      <When at={m.date} as="list" className={classes.when} />
    </Link>
  );
}
