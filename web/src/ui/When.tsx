import { Tooltip } from '@mantine/core';
import { useMinute } from '@/lib/clock';
import * as f from '@/lib/format';
import { useManner } from '@/lib/session';

type Style = 'list' | 'ago' | 'time' | 'dateTime' | 'date';

/** A time in the person's zone, with the exact time on hover and for screen readers. */
export function When({ at, as = 'dateTime', className }: { at: string; as?: Style; className?: string }) {
  const manner = useManner();
  const now = useMinute();
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
