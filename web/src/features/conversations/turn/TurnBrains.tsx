import { BrainChip } from '@/features/models/BrainChip';
import { text as models } from '@/features/models/text';
import type { ModelUse, Turn } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

/** Who thought about a request: whose plan it is and why, which language models worked for it, whether anything left this machine, and what it cost. */
export function TurnBrains({ turn }: { turn: Turn }) {
  const { made } = turn;
  if (!made) return null;
  const cost = turn.models.reduce((sum, m) => sum + m.cost, 0);
  return (
    <section className={classes.brains} aria-label={text.brains}>
      {(!turn.plan || made.asked || made.why) && (
        <p>
          <span>{text.readBy}</span> <BrainChip brain={made.by} />
          {made.asked && <> <span>{text.askedToo}</span> <BrainChip brain={made.asked} /></>}
        </p>
      )}
      {made.why && <p className={classes.why}>{made.why}</p>}
      {turn.models.length > 0 && (
        <ul>
          {turn.models.map(m => (
            <li key={`${m.task}/${m.brain.provider}/${m.brain.name}`}>
              <span>{models.task(m.task)}</span>
              <BrainChip brain={m.brain} />
              <span className="tabular">{facts(m)}</span>
              {m.error && <small className="outside">{m.error}</small>}
            </li>
          ))}
        </ul>
      )}
      {turn.models.length > 1 && <p className="tabular">{text.inAll(cost > 0 ? text.money(cost) : text.noCost)}</p>}
    </section>
  );
}

const facts = (m: ModelUse) =>
  [text.calls(m.calls), m.failed > 0 && text.callsFailed(m.failed), m.cached > 0 && text.callsCached(m.cached), m.cost > 0 ? `${m.estimated ? '≈ ' : ''}${text.money(m.cost)}` : text.noCost].filter(Boolean).join(' · ');
