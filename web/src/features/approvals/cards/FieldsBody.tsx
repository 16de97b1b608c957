import type { Proposal } from '@/lib/types';
import { Change } from './Change';
import classes from './Body.module.css';
import { Recipients } from './Recipients';

/** Every field that changes, before and after, whole. */
export function FieldsBody({ proposal }: { proposal: Proposal }) {
  const { changes, recipients } = proposal.preview;
  return (
    <div className={classes.root}>
      <dl className={classes.fields}>
        {changes.map(change => <Change key={change.field} change={change} />)}
      </dl>
      <Recipients recipients={recipients} />
    </div>
  );
}
