import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Run } from '@/lib/types';
import { When } from '@/ui/When';
import classes from './Runs.module.css';
import { StateChip } from './StateChip';
import { text } from './text';

export const RunRow = memo(function RunRow({ run }: { run: Run }) {
  return (
    <li className={classes.row}>
      <Link to="/runs/$runId" params={{ runId: run.id }} className={classes.rowLink}>
        <span className={classes.rowMain}>
          <span className={`${classes.rowTitle} outside`}>{run.title ?? text.workflow(run.workflow)}</span>
          <span className={classes.rowNote}>
            {run.state === 'failed' && run.reason ? <span className={`${classes.reason} outside`}>{run.reason}</span>
            : <>{run.title && <>{text.workflow(run.workflow)} · </>}{text.at(run.node)} · {text.steps(run.steps)}{run.waitingFor.length > 0 && <> · {text.questions(run.waitingFor.length)}</>}</>}
          </span>
        </span>
        <StateChip run={run} />
      </Link>
      <When at={run.createdAt} as="list" className={classes.rowWhen} />
    </li>
  );
});
