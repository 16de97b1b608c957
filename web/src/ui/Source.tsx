import { Link } from '@tanstack/react-router';
import type { SourceRef } from '@/lib/types';

/** Opens the message or event that something was taken from. Its words are outside text. */
export function Source({ source, label }: { source: SourceRef; label?: string }) {
  const title = source.text || source.type;
  const shown = label ?? title;
  const look = { className: 'source outside', title };
  if (source.type === 'message') return <Link to="/inbox" search={{ message: source.id }} {...look}>{shown}</Link>;
  if (source.type === 'event') return <Link to="/calendar" search={{ event: source.id }} {...look}>{shown}</Link>;
  return <span {...look}>{shown}</span>;
}
