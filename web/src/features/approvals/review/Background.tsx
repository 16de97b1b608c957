import { Link } from '@tanstack/react-router';
import type { Proposal, SourceRef } from '@/lib/types';
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

/** A source that can be opened. Its words are outside text. */
function Source({ source }: { source: SourceRef }) {
  const label = source.text || source.type;
  if (source.type === 'message') return <Link className="outside" to="/inbox" search={{ message: source.id }}>{label}</Link>;
  if (source.type === 'event') return <Link className="outside" to="/calendar" search={{ event: source.id }}>{label}</Link>;
  return <span className="outside">{label}</span>;
}
