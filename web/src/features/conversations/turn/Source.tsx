import { Link } from '@tanstack/react-router';
import type { SourceRef } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

/** Opens the message or event that something was taken from. Its words are outside text. */
export function Source({ source, label }: { source: SourceRef; label?: string }) {
  const title = source.text || text.source;
  const shown = label ?? title;
  if (source.type === 'message') return <Link to="/inbox" search={{ message: source.id }} className={classes.source} title={title}>{shown}</Link>;
  if (source.type === 'event') return <Link to="/calendar" search={{ event: source.id }} className={classes.source} title={title}>{shown}</Link>;
  return <span className={classes.source}>{shown}</span>;
}
