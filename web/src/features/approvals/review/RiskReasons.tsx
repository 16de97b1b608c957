import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Proposal, ProposalState } from '@/lib/types';
import classes from './Review.module.css';

/** What is no longer worth saying of a change that did not happen, or is taken back. */
const over: readonly ProposalState[] = ['rejected', 'cancelled', 'expired', 'undone'];

/** Why this is more than low risk, until it is decided; and what the person should know of it, such as who is told, as long as it can be taken back. */
export function RiskReasons({ proposal }: { proposal: Proposal }) {
  const notes = over.includes(proposal.state) ? [] : proposal.preview.notes;
  const reasons = proposal.state === 'pending' ? proposal.riskReasons.filter(r => r.level !== 'low') : [];
  if (reasons.length === 0 && notes.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {reasons.map(r => <li key={r.text} data-level={r.level}><IconAlertTriangle size={15} stroke={1.8} aria-hidden />{r.text}</li>)}
      {notes.map(note => <li key={note}><IconInfoCircle size={15} stroke={1.8} aria-hidden />{note}</li>)}
    </ul>
  );
}
