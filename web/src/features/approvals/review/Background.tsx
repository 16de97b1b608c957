import type { Proposal } from '@/lib/types';
import { Source } from '@/ui/Source';
import { text } from '../text';
import classes from './Review.module.css';

/** Why this is proposed, on what grounds, on which account, and whether it can be taken back. */
export function Background({ proposal: p, why = true }: { proposal: Proposal; why?: boolean }) {
  return (
    <dl className={classes.background}>
      {why && p.why && <div><dt>{text.why}</dt><dd className="outside">{p.why}</dd></div>}
      {p.sources.length > 0 && (
        <div>
          <dt>{text.sources}</dt>
          <dd className={classes.sources}>{p.sources.map(s => <Source key={s.type + s.id} source={s} />)}</dd>
        </div>
      )}
      <div><dt>{text.account}</dt><dd className="outside">{p.accountAddress}</dd></div>
      <div><dt>{text.cost}</dt><dd>{p.effect === 'spend' ? text.costs.spend : text.costs.none}</dd></div>
      <div><dt>{text.undo}</dt><dd>{text.reversibility[p.reversibility]}</dd></div>
    </dl>
  );
}
