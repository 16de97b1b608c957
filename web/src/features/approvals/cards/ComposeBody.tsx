import type { Proposal } from '@/lib/types';
import { WordDiff } from '@/ui/Diff';
import { text } from '../text';
import classes from './Body.module.css';
import { Change } from './Change';
import { Recipients } from './Recipients';

const bodies = new Set(['body', 'text']);
const recipientFields = new Set(['to', 'cc', 'bcc']);

/** A mail as it would leave: who gets it, the subject, and the whole text. */
export function ComposeBody({ proposal }: { proposal: Proposal }) {
  const { changes, recipients } = proposal.preview;
  const body = changes.find(c => bodies.has(c.field));
  const named = recipients.length > 0;
  return (
    <div className={classes.root}>
      <Recipients recipients={recipients} />
      <dl className={classes.fields}>
        {changes.filter(c => !bodies.has(c.field) && !(named && recipientFields.has(c.field) && !c.before)).map(c => <Change key={c.field} change={c} />)}
      </dl>
      {body && (
        <div className={classes.letter} role="group" aria-label={text.fields[body.field]} tabIndex={0}>
          {body.before ? <WordDiff before={body.before} after={body.after ?? ''} /> : <div className="outside">{body.after}</div>}
        </div>
      )}
    </div>
  );
}
