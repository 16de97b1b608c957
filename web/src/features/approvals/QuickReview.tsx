import { lazy, Suspense } from 'react';
import { useQuick } from './quick';

const Bar = lazy(() => import('./review/QuickBar'));

/** The bar that shows what a click has just proposed. Its code is fetched the first time. */
export function QuickReview() {
  const proposals = useQuick();
  if (proposals.length === 0) return null;
  return <Suspense><Bar key={proposals[0]!.id} proposals={proposals} /></Suspense>;
}
