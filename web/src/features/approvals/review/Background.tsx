import type { OutsideValue, Proposal } from '@/lib/types';
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
      {p.preview.outside && p.preview.outside.length > 0 && <div><dt>{text.notYours}</dt><dd><OutsideWords values={p.preview.outside} /></dd></div>}
      <div><dt>{text.account}</dt><dd className="outside">{p.accountAddress}</dd></div>
      <div><dt>{text.cost}</dt><dd>{p.effect === 'spend' ? text.costs.spend : text.costs.none}</dd></div>
      <div><dt>{text.undo}</dt><dd>{text.reversibility[p.reversibility]}</dd></div>
    </dl>
  );
}

/** What came out of other people's words, field by field, with the sentence that says it. */
function OutsideWords({ values }: { values: OutsideValue[] }) {
  const fields = [...new Set(values.map(v => v.field))];
  return (
    <ul className={classes.outsideWords}>
      {fields.map(field => (
        <li key={field}>
          {text.fields[field] ?? field}{': '}
          {values.filter(v => v.field === field).map((v, i) => (
            <span key={i} className={classes.sources}>
              {v.value && <span className="outside">{v.value}</span>}
              {v.source ? <Source source={v.source} /> : text.unknownSource}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
