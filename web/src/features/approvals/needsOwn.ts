import type { Proposal } from '@/lib/types';

/** True for what may only be approved by itself: high risk, and whatever reaches beyond the person's own mailbox and calendar. */
export const needsOwn = (p: Pick<Proposal, 'risk' | 'effect'>) => p.risk === 'high' || p.effect !== 'privateWrite';
