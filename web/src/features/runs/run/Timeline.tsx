import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { duration } from '@/lib/format';
import type { RunEvent } from '@/lib/types';
import { When } from '@/ui/When';
import classes from '../Runs.module.css';
import { text } from '../text';

const toneOf = (kind: RunEvent['kind']) =>
  kind === 'failed' ? 'bad' : kind === 'retrying' || kind === 'expired' ? 'warn' : kind === 'interrupted' || kind === 'slept' || kind === 'listening' ? 'wait' : kind === 'cancelled' || kind === 'dropped' || kind === 'cancelling' ? 'off' : 'good';

/** Every step, oldest first. Choosing one shows the state after it; the arrows go up and down. */
export function Timeline({ steps, shown, last, onChoose }: { steps: RunEvent[]; shown: number; last: number; onChoose: (seq: number) => void }) {
  const list = useRef<HTMLOListElement>(null);
  const move = (by: number) => {
    const to = shown + by;
    if (to < 0 || to > last) return;
    onChoose(to);
    list.current?.querySelector<HTMLButtonElement>(`[data-seq="${to}"]`)?.focus();
  };
  return (
    <ol
      ref={list} className={classes.timeline}
      onKeyDown={e => {
        if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
        e.preventDefault();
        move(e.key === 'ArrowDown' ? 1 : -1);
      }}
    >
      {steps.map(step => (
        <li key={step.seq} data-tone={toneOf(step.kind)}>
          <UnstyledButton className={classes.step} data-seq={step.seq} aria-pressed={step.seq === shown} onClick={() => onChoose(step.seq)}>
            <span className={classes.stepHead}>
              <strong>{step.node}</strong>
              <span>{text.kind(step.kind)}{step.attempt > 1 && `, ${text.attempt(step.attempt)}`}</span>
            </span>
            {step.error && <span className={`${classes.stepError} outside`}>{step.error}</span>}
            <span className={`${classes.stepFoot} tabular`}><When at={step.at} as="time" />{step.durationMs > 0 && <span>{text.took} {step.durationMs < 1000 ? `${step.durationMs} ms` : duration(step.durationMs)}</span>}</span>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
