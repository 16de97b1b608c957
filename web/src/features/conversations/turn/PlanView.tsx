import { Loader, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconCheck, IconCircleDashed, IconHandStop, IconMinus } from '@tabler/icons-react';
import { useNow } from '@/lib/clock';
import { duration, timeSpan } from '@/lib/format';
import type { Plan, PlanStep, StepState, Turn } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

const icons = { pending: IconCircleDashed, waiting: IconHandStop, done: IconCheck, skipped: IconMinus, failed: IconAlertTriangle } as const;

/** What was understood and what is done about it, step by step, live. */
export function PlanView({ plan, turn }: { plan: Plan; turn: Turn }) {
  const byId = new Map(turn.steps.map(s => [s.id, s]));
  return (
    <section className={classes.plan} aria-label={text.plan}>
      <header className={classes.planHead}>
        <p>{plan.summary}</p>
        <small>{plan.planner === 'built-in' ? text.builtIn : plan.planner}</small>
      </header>
      {plan.readings.length > 0 && (
        <ul className={classes.readings} aria-label={text.readings}>
          {plan.readings.map(r => (
            <li key={`${r.start}-${r.end}-${r.meaning}`}>
              {/* Without a phrase it is an assumption: said just the same. */}
              {r.phrase.trim() !== '' && <><q className="outside">{r.phrase}</q><IconArrowRight size={13} stroke={1.8} aria-hidden /></>}
              <span className="outside">{r.meaning}</span>
            </li>
          ))}
        </ul>
      )}
      <ol className={classes.steps} aria-label={text.steps}>
        {plan.steps.map(step => <Step key={step.id} step={step} state={byId.get(step.id)} />)}
      </ol>
    </section>
  );
}

function Step({ step, state }: { step: PlanStep; state: StepState | undefined }) {
  const name = state?.state ?? 'pending';
  const Icon = name === 'running' ? null : icons[name];
  return (
    <li className={classes.step} data-state={name}>
      <Tooltip label={text.step[name]}>
        <span className={classes.stepIcon} role="img" aria-label={text.step[name]}>{Icon ? <Icon size={15} stroke={2} /> : <Loader size={13} />}</span>
      </Tooltip>
      <div className={classes.stepMain}>
        <span className={`${classes.stepTitle} outside`}>{step.title}</span>
        {state?.summary && state.summary !== state.error && <span className={`${classes.stepSummary} outside`}>{state.summary}</span>}
        {state?.error && <span className={`${classes.stepError} outside`}>{state.error}</span>}
        <details className={classes.given}>
          <summary><code>{step.tool}</code></summary>
          <pre tabIndex={0} aria-label={text.showArguments}>{JSON.stringify(step.arguments, null, 2)}</pre>
        </details>
      </div>
      <span className={classes.effect} data-effect={step.effect}>{step.effect === 'read' ? text.reads : text.proposes}</span>
      <span className={`${classes.took} tabular`}><Took step={step} state={state} /></span>
    </li>
  );
}

/** Measured once it runs; before that, the estimate, and it says so. */
function Took({ step, state }: { step: PlanStep; state: StepState | undefined }) {
  if (state?.startedAt && state.finishedAt) return <>{duration(Date.parse(state.finishedAt) - Date.parse(state.startedAt))}</>;
  if (state?.startedAt && state.state === 'running') return <Running since={state.startedAt} />;
  if (!state?.startedAt && step.estimatedTime && (state?.state ?? 'pending') === 'pending') {
    const about = timeSpan(step.estimatedTime);
    return about > 0 ? <Tooltip label={text.estimated}><span>≈ {duration(about)}</span></Tooltip> : null;
  }
  return null;
}

function Running({ since }: { since: string }) {
  const elapsed = useNow() - Date.parse(since);
  return elapsed >= 1000 ? <>{duration(elapsed)}</> : null;
}
