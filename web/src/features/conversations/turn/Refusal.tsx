import { Button } from '@mantine/core';
import type { PlanRefusal } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

/** "Put it in the calendar: add NAME …": the example after the colon, to be completed in the composer. */
const exampleOf = (nearest: string) => nearest.slice(nearest.indexOf(': ') + 1).trim();

export function Refusal({ refusal, onEdit }: { refusal: PlanRefusal; onEdit: (message: string) => void }) {
  return (
    <section className={classes.refusal}>
      <dl>
        <div><dt>{text.refusal.understood}</dt><dd className="outside">{refusal.understood}</dd></div>
        <div><dt>{text.refusal.cannot}</dt><dd className="outside">{refusal.cannotDo}</dd></div>
        {refusal.nearest && (
          <div>
            <dt>{text.refusal.nearest}</dt>
            <dd className="outside">{refusal.nearest} <Button size="compact-xs" variant="light" onClick={() => onEdit(exampleOf(refusal.nearest!))}>{text.useNearest}</Button></dd>
          </div>
        )}
      </dl>
    </section>
  );
}
