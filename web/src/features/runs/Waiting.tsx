import { IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNow } from '@/lib/clock';
import { duration } from '@/lib/format';
import { When } from '@/ui/When';
import { waitsQuery } from './api';
import classes from './Runs.module.css';
import { text } from './text';

/** What a run, or a change that belongs to none, waits for outside at this moment. Nothing when it does not. */
export function WaitingNow({ id, of = 'runs' }: { id: string; of?: 'runs' | 'approvals' }) {
  const { data: waits = [] } = useQuery(waitsQuery(id, of));
  const now = useNow();
  const lasting = waits.filter(w => Date.parse(w.until) > now);
  if (lasting.length === 0) return null;
  return (
    <p className={classes.waitingNow} role="status">
      <IconHourglass size={15} stroke={1.7} aria-hidden />
      {lasting.map(w => <span key={w.reason}>{w.reason}: <span className="tabular">{text.goesOnIn(duration(Date.parse(w.until) - now))}</span></span>)}
    </p>
  );
}

/** Everything that a run has waited for outside. */
export function Waits({ runId }: { runId: string }) {
  const { data: waits = [] } = useQuery(waitsQuery(runId));
  if (waits.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="run-waits">
      <div className={classes.sectionHead}><h2 id="run-waits">{text.waited}</h2></div>
      <ul className={classes.waited}>
        {waits.map(w => (
          <li key={w.reason}><span>{w.reason}</span><span className="tabular">{text.waitedFor(w.times, duration(1000 * w.seconds))}</span><When at={w.lastAt} as="ago" /></li>
        ))}
      </ul>
    </section>
  );
}
