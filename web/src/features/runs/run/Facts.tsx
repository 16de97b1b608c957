import { Alert, ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconPlugX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Run } from '@/lib/types';
import { When } from '@/ui/When';
import classes from '../Runs.module.css';
import { StateChip } from '../StateChip';
import { text } from '../text';

/** What there is to know of a run at a glance. */
export function Facts({ run }: { run: Run }) {
  return (
    <>
      <dl className={classes.facts}>
        <div><dt>{text.filterState}</dt><dd aria-live="polite"><StateChip run={run} /></dd></div>
        <div><dt>{text.started}</dt><dd><When at={run.createdAt} /></dd></div>
        {run.finishedAt ? <div><dt>{text.finished}</dt><dd><When at={run.finishedAt} /></dd></div> : <div><dt>{text.updated}</dt><dd><When at={run.updatedAt} as="ago" /></dd></div>}
        {run.outcome && <div><dt>{text.outcome}</dt><dd className="outside">{run.outcome}</dd></div>}
        {run.nextWake && run.state === 'waiting' && <div><dt>{text.next}</dt><dd><When at={run.nextWake} /></dd></div>}
        <div><dt>{text.stepsLabel}</dt><dd>{text.steps(run.steps)}</dd></div>
        <div>
          <dt>{run.workflow}</dt>
          <dd>
            {text.version(run.version)}
            <CopyButton value={run.id}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? text.copied : text.copyId}>
                  <ActionIcon size="sm" onClick={copy} aria-label={text.copyId}>{copied ? <IconCheck size={13} /> : <IconCopy size={13} />}</ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
          </dd>
        </div>
      </dl>
      {run.origin && <p className={classes.note}><Link to="/runs/$runId" params={{ runId: run.origin.runId }}>{text.origin(run.origin.seq)}</Link></p>}
      {run.prunedAt && <p className={classes.note}>{text.pruned}</p>}
      {!run.runnable && <Alert mb="md" color="brass" variant="light" icon={<IconPlugX size={18} />}>{text.notRunnable}</Alert>}
    </>
  );
}
