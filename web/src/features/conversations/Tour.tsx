import { Button, CloseButton } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconMessageCircle2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRunProposals } from '@/features/approvals/api';
import { tally } from '@/features/approvals/tally';
import type { Turn } from '@/lib/types';
import { text } from './text';
import classes from './Tour.module.css';

const key = 'steward.toured';
export const toured = () => localStorage.getItem(key) === 'yes';
export const endTour = () => localStorage.setItem(key, 'yes');

const icons = [IconMessageCircle2, IconCheck, IconArrowBackUp];

/** The first thing that a new person sees: how Steward works, in three steps that can be tried on the sample data at once. */
export function TourStart({ onTry, onEnd }: { onTry: () => void; onEnd: () => void }) {
  return (
    <section className={classes.start} aria-label={text.tour.title}>
      <CloseButton className={classes.close} onClick={onEnd} aria-label={text.tour.end} />
      <ol>
        {text.tour.steps.map(({ title, words }, i) => {
          const Icon = icons[i]!;
          return <li key={title}><span><Icon size={17} stroke={1.8} aria-hidden /></span><strong>{title}</strong><small>{words}</small></li>;
        })}
      </ol>
      <Button onClick={onTry}>{text.tour.go}</Button>
      <Links />
    </section>
  );
}

const Links = () => (
  <p className={classes.links}>
    <Link className="link" to="/accounts">{text.tour.connect}</Link> · <Link className="link" to="/accounts">{text.tour.import}</Link> · <Link className="link" to="/today" onClick={endTour}>{text.tour.demo}</Link>
  </p>
);

/** Says at each stage of the sample request what comes next: look and approve, then undo, then go on with one's own mail. */
export function TourHint({ turn, onEnd }: { turn: Turn; onEnd: () => void }) {
  const proposals = useRunProposals(turn.runId, true).data ?? [];
  const n = tally(proposals);
  const stage = proposals.length === 0 ? 0 : n.pending > 0 ? 1 : n.running > 0 ? 2 : n.done > 0 ? 3 : 4;
  return (
    <div className={classes.hint} role="status" aria-label={text.tour.title}>
      <span>{text.tour.stages[stage]}</span>
      {stage === 4 && <Links />}
      <CloseButton size="sm" onClick={onEnd} aria-label={text.tour.end} />
    </div>
  );
}
