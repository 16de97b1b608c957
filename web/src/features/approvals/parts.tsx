import type { Proposal } from '@/lib/types';
import { cardFor } from './cards/registry';
import { Background } from './review/Background';
import classes from './review/Review.module.css';
import { StateLine } from './review/StateLine';

/** Pieces of a proposal for other rooms' lists. */
export function ProposalIcon({ kind }: { kind: string }) {
  const { icon: Icon, tone } = cardFor(kind);
  return <span className={classes.icon} data-tone={tone} style={{ width: 26, height: 26 }}><Icon size={15} stroke={1.7} /></span>;
}

export const ProposalState = ({ proposal }: { proposal: Proposal }) => <StateLine proposal={proposal} />;

export function ProposalDetails({ proposal }: { proposal: Proposal }) {
  const { Body } = cardFor(proposal.kind);
  return (
    <>
      <Body proposal={proposal} />
      <Background proposal={proposal} />
    </>
  );
}
