import { IconAlertTriangle, IconBan, IconCheck, IconClock, IconHourglass, IconLoader2 } from '@tabler/icons-react';
import type { Run, RunState } from '@/lib/types';
import classes from './Runs.module.css';
import { text } from './text';

const icons = { ready: IconClock, running: IconLoader2, waiting: IconHourglass, completed: IconCheck, failed: IconAlertTriangle, cancelled: IconBan } satisfies Record<RunState, unknown>;

/** How a run stands, in colour and in words. */
export function StateChip({ run }: { run: Pick<Run, 'state' | 'cancelling'> }) {
  const Icon = icons[run.state];
  return (
    <span className={classes.chip} data-state={run.state}>
      <Icon size={13} stroke={1.9} aria-hidden />
      {run.cancelling ? text.cancelling : text.state(run.state)}
    </span>
  );
}
