import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Proposal } from '@/lib/types';
import classes from './Review.module.css';

/** Why this is more than low risk, and what the person should know first. */
export function RiskReasons({ proposal }: { proposal: Proposal }) {
  const notes = proposal.preview.notes;
  const reasons = proposal.riskReasons.filter(r => r.level !== 'low');
  if (reasons.length === 0 && notes.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {reasons.map(r => <li key={r.text} data-level={r.level}><IconAlertTriangle size={15} stroke={1.8} aria-hidden />{r.text}</li>)}
      {notes.map(note => <li key={note}><IconInfoCircle size={15} stroke={1.8} aria-hidden />{note}</li>)}
    </ul>
  );
}
