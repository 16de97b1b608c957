import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconArrowRight, IconList, IconSitemap } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { BrainChip } from '@/features/models/BrainChip';
import { text as models } from '@/features/models/text';
import { duration } from '@/lib/format';
import type { Plan, PlanStep, StepBrain, StepState, Turn } from '@/lib/types';
import { text } from '../text';
import { StepIcon, Took, tookOf } from './StepParts';
import classes from './Turn.module.css';

const PlanGraph = lazy(() => import('./PlanGraph'));

/** What was understood and what is done about it, live, as a list of steps or as a graph. */
export function PlanView({ plan, turn }: { plan: Plan; turn: Turn }) {
  const { plan: view } = useSearch({ strict: false });
  const navigate = useNavigate();
  const asGraph = view === 'graph';
  const byId = new Map(turn.steps.map(s => [s.id, s]));
  return (
    <section className={classes.plan} aria-label={text.plan}>
      <header className={classes.planHead}>
        <p>{plan.summary}</p>
        {plan.steps.length > 1 && (
          <SegmentedControl
            size="xs" aria-label={text.planAs} value={asGraph ? 'graph' : 'list'} onChange={v => void navigate({ to: '.', search: old => ({ ...old, plan: v === 'graph' ? ('graph' as const) : undefined }), replace: true, resetScroll: false })}
            data={[
              { value: 'list', label: <IconList size={15} stroke={1.8} role="img" aria-label={text.asList} style={{ display: 'block' }} /> },
              { value: 'graph', label: <IconSitemap size={15} stroke={1.8} role="img" aria-label={text.asGraph} style={{ display: 'block' }} /> },
            ]}
          />
        )}
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
      {asGraph && plan.steps.length > 1 ? (
        <Suspense fallback={<Skeleton h={180} radius={0} />}><PlanGraph plan={plan} steps={turn.steps} /></Suspense>
      ) : (
        <ol className={classes.steps} aria-label={text.steps}>
          {plan.steps.map(step => <Step key={step.id} step={step} state={byId.get(step.id)} />)}
        </ol>
      )}
      <Total plan={plan} turn={turn} />
    </section>
  );
}

function Step({ step, state }: { step: PlanStep; state: StepState | undefined }) {
  const name = state?.state ?? 'pending';
  return (
    <li className={classes.step} data-state={name}>
      <StepIcon state={name} />
      <div className={classes.stepMain}>
        <span className={`${classes.stepTitle} outside`}>{step.title}</span>
        {state?.summary && state.summary !== state.error && <span className={`${classes.stepSummary} outside`}>{state.summary}</span>}
        {state?.error && <span className={`${classes.stepError} outside`}>{state.error}</span>}
        {step.brain && <Asks brain={step.brain} />}
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

/** The language model that a step asks, what that is likely to cost, and which would do it for less. */
function Asks({ brain }: { brain: StepBrain }) {
  const cheaper = brain.cheaper.map(c => `${c.brain.name} ${c.brain.local ? models.here : `(${c.brain.provider ?? ''})`}, ${c.cost > 0 ? text.about(text.money(c.cost)) : text.free}`);
  return (
    <span className={classes.asks}>
      <span>{text.asks} <BrainChip brain={brain.brain} /></span>
      <span className="tabular">{brain.cost > 0 ? `${text.about(text.money(brain.cost))}, ${text.atMost(text.money(brain.most))}` : text.noCost}</span>
      {cheaper.length > 0 && <Link to="/models" className="link">{text.cheaper} {cheaper.join('; ')}</Link>}
    </span>
  );
}

/** How far it is, what it has taken, and what it costs: an estimate before, then what it did cost; nothing, where no model is asked. */
function Total({ plan, turn: { steps, made, models: used } }: { plan: Plan; turn: Turn }) {
  const over = steps.filter(s => s.state === 'done' || s.state === 'skipped').length;
  const took = steps.reduce((sum, s) => sum + tookOf(s), 0);
  const cost = plan.steps.reduce((sum, s) => sum + s.estimatedCost, 0);
  const most = plan.steps.reduce((sum, s) => sum + (s.brain?.most ?? 0), 0);
  const spent = used.reduce((sum, m) => sum + m.cost, 0);
  return (
    <footer className={`${classes.total} tabular`}>
      <span>{text.stepsOver(over, plan.steps.length)}</span>
      {took > 0 && <span>{duration(took)}</span>}
      <span>{spent > 0 ? text.money(spent) : cost > 0 ? `${text.about(text.money(cost))}, ${text.atMost(text.money(most))}` : text.noCost}</span>
      {made && <BrainChip brain={made.by} />}
    </footer>
  );
}
