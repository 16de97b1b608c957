import { useNow } from '@/lib/clock';
import { countdown } from '@/lib/format';

/** Time left, second by second. Its width does not change while it runs. */
export function Countdown({ until, className }: { until: string; className?: string }) {
  const now = useNow();
  return <span className={`tabular ${className ?? ''}`} role="timer" aria-live="off">{countdown(until, now)}</span>;
}

/** True until the instant has passed. */
export function useIsBefore(until: string | null | undefined): boolean {
  const now = useNow();
  return until != null && Date.parse(until) > now;
}
