import type { Proposal } from '@/lib/types';

/** True for what may only be approved by itself, as the server sees it: high risk, what others will see, and what cannot be taken back. */
export const needsOwn = (p: Pick<Proposal, 'risk' | 'effect' | 'reversibility'>) =>
  p.risk === 'high' || p.reversibility !== 'undoable' || p.effect === 'external' || p.effect === 'persistentAccess' || p.effect === 'spend';
