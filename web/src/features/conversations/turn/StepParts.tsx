import { Loader, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconHandStop, IconMinus } from '@tabler/icons-react';
import { useNow } from '@/lib/clock';
import { duration, timeSpan } from '@/lib/format';
import type { PlanStep, StepState, StepStateName } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

const icons = { pending: IconCircleDashed, waiting: IconHandStop, done: IconCheck, skipped: IconMinus, failed: IconAlertTriangle } as const;

export function StepIcon({ state }: { state: StepStateName }) {
  const Icon = state === 'running' ? null : icons[state];
  return (
    <Tooltip label={text.step[state]}>
      <span className={classes.stepIcon} data-state={state} role="img" aria-label={text.step[state]}>{Icon ? <Icon size={15} stroke={2} /> : <Loader size={13} />}</span>
    </Tooltip>
  );
}

export const tookOf = (state: StepState | undefined) => (state?.startedAt && state.finishedAt ? Date.parse(state.finishedAt) - Date.parse(state.startedAt) : 0);

/** Time and cost of a step. Measured once it runs; before that the estimate, and it says so. What costs nothing says nothing. */
export function Took({ step, state }: { step: PlanStep; state: StepState | undefined }) {
  const cost = step.estimatedCost > 0 ? <Tooltip label={text.estimated}><span> · ≈ {text.money(step.estimatedCost)}</span></Tooltip> : null;
  if (state?.startedAt && state.finishedAt) return <>{duration(tookOf(state))}{cost}</>;
  if (state?.startedAt && state.state === 'running') return <><Running since={state.startedAt} />{cost}</>;
  const about = state?.startedAt || !step.estimatedTime || (state?.state ?? 'pending') !== 'pending' ? 0 : timeSpan(step.estimatedTime);
  return about > 0 ? <Tooltip label={text.estimated}><span>≈ {duration(about)}{cost}</span></Tooltip> : cost;
}

function Running({ since }: { since: string }) {
  const elapsed = useNow() - Date.parse(since);
  return elapsed >= 1000 ? <>{duration(elapsed)}</> : null;
}
