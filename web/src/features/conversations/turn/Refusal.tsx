import { Button } from '@mantine/core';
import type { PlanRefusal } from '@/lib/types';
import { text } from '../text';
import classes from './Turn.module.css';

export function Refusal({ refusal, onSend }: { refusal: PlanRefusal; onSend: (message: string) => void }) {
  return (
    <section className={classes.refusal}>
      <dl>
        <div><dt>{text.refusal.understood}</dt><dd className="outside">{refusal.understood}</dd></div>
        <div><dt>{text.refusal.cannot}</dt><dd className="outside">{refusal.cannotDo}</dd></div>
        {refusal.nearest && (
          <div>
            <dt>{text.refusal.nearest}</dt>
            <dd className="outside">{refusal.nearest} <Button size="compact-xs" variant="light" onClick={() => onSend(refusal.nearest!)}>{text.useNearest}</Button></dd>
          </div>
        )}
      </dl>
    </section>
  );
}
