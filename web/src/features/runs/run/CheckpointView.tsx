import { ActionIcon, Button, Group, SegmentedControl, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGitFork } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Checkpoint, Run } from '@/lib/types';
import { Trouble } from '@/ui/Trouble';
import { checkpointQuery } from '../api';
import classes from '../Runs.module.css';
import { text } from '../text';
import { changedLines } from './changes';
import { Fork } from './Fork';
import { JsonTree } from './JsonTree';

/** The state after one step, whole or against the step before. */
export function CheckpointView({ run, seq, last, onChoose }: { run: Run; seq: number; last: number; onChoose: (seq: number) => void }) {
  const [view, setView] = useState<'state' | 'change'>('state');
  const [forking, setForking] = useState(false);
  const now = useQuery(checkpointQuery(run.id, seq));
  const before = useQuery({ ...checkpointQuery(run.id, seq - 1), enabled: view === 'change' && seq > 0 });
  return (
    <section className={classes.section} aria-labelledby="run-state">
      <div className={classes.sectionHead}>
        <h2 id="run-state">{text.checkpoint(seq)}</h2>
        <Group gap={4} ml="auto" wrap="nowrap">
          <ActionIcon aria-label={text.previous} disabled={seq <= 0} onClick={() => onChoose(seq - 1)}><IconArrowUp size={16} /></ActionIcon>
          <ActionIcon aria-label={text.following} disabled={seq >= last} onClick={() => onChoose(seq + 1)}><IconArrowDown size={16} /></ActionIcon>
        </Group>
      </div>
      <Group gap={8} mb={10}>
        <SegmentedControl size="xs" aria-label={text.view} value={view} onChange={v => setView(v as typeof view)} data={[{ value: 'state', label: text.stateTab }, { value: 'change', label: text.changeTab }]} />
        {now.data?.forkable && <Button size="xs" variant="default" leftSection={<IconGitFork size={14} />} onClick={() => setForking(true)}>{text.fork}</Button>}
      </Group>
      <div className={classes.panel}>
        {now.isError ? <Trouble error={now.error} retry={() => void now.refetch()} />
        : !now.data ? <Skeleton h={160} />
        : view === 'state' ? <State checkpoint={now.data} />
        : seq === 0 ? <Changes before={{}} after={now.data.state} />
        : before.isError ? <Trouble error={before.error} retry={() => void before.refetch()} />
        : !before.data ? <Skeleton h={160} /> : <Changes before={before.data.state} after={now.data.state} />}
      </div>
      {now.data && forking && <Fork run={run} checkpoint={now.data} onClose={() => setForking(false)} />}
    </section>
  );
}

function State({ checkpoint: c }: { checkpoint: Checkpoint }) {
  const nodes = ([[text.ready, c.ready], [text.waiting, c.waiting], [text.undoable, c.undoable ?? []]] as const).filter(([, names]) => names.length > 0);
  return (
    <>
      {nodes.length > 0 && <dl className={classes.nodes}>{nodes.map(([label, names]) => <div key={label}><dt>{label}</dt><dd>{names.join(', ')}</dd></div>)}</dl>}
      {Object.keys(c.state).length === 0 ? <p className={classes.none}>{text.nothingYet}</p> : <JsonTree value={c.state} label={text.checkpoint(c.seq)} />}
    </>
  );
}

function Changes({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }) {
  const changes = changedLines(before, after);
  if (changes.length === 0) return <p className={classes.none}>{text.unchanged}</p>;
  return changes.map(({ channel, pieces }) => (
    <div key={channel} className={classes.change}>
      <h3>{channel}</h3>
      <pre tabIndex={0} aria-label={channel}>
        {pieces.map((p, i) => (
          <span key={i} data-kind={p.kind}>{p.kind !== 'same' && <VisuallyHidden>{p.kind}: </VisuallyHidden>}<span aria-hidden>{p.kind === 'added' ? '+ ' : p.kind === 'removed' ? '− ' : '  '}</span>{p.text}{'\n'}</span>
        ))}
      </pre>
    </div>
  ));
}
