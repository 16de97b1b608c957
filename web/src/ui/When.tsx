import { Tooltip } from '@mantine/core';
import { clock, useMinute } from '@/lib/clock';
import * as f from '@/lib/format';
import { useManner } from '@/lib/session';

type Style = 'list' | 'ago' | 'time' | 'dateTime' | 'date';

/** A time in the person's zone, with the exact time on hover and for screen readers. */
export function When({ at, as = 'dateTime', className }: { at: string; as?: Style; className?: string }) {
  const manner = useManner();
  useMinute();
  // The minute says when to draw again; what is said is reckoned from now, or a fresh thing would lie ahead.
  const now = clock.now();
  const shown =
    as === 'list' ? f.listTime(at, now, manner)
    : as === 'ago' ? f.ago(at, now, manner.locale)
    : as === 'time' ? f.time(at, manner)
    : as === 'date' ? f.date(at, manner)
    : f.dateTime(at, manner);
  return (
    <Tooltip label={f.exact(at, manner)}>
      <time dateTime={at} className={className} style={{ whiteSpace: 'nowrap' }}>{shown}</time>
    </Tooltip>
  );
}
