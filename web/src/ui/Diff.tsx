import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { diffWords } from '@/lib/diff';
import classes from './Diff.module.css';

/** Two texts in one, with what goes and what comes marked by colour and by line, and named for screen readers. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const pieces = useMemo(() => diffWords(before, after), [before, after]);
  return (
    <div className={`${classes.text} outside`}>
      {pieces.map((p, i) =>
        p.kind === 'same' ? <span key={i}>{p.text}</span>
        : p.kind === 'added' ? <ins key={i} className={classes.added}><VisuallyHidden>added: </VisuallyHidden>{p.text}</ins>
        : <del key={i} className={classes.removed}><VisuallyHidden>removed: </VisuallyHidden>{p.text}</del>)}
    </div>
  );
}

/** Items that stay, go or come, as chips. */
export function ListDiff({ before, after, name = same => same }: { before: string; after: string; name?: (item: string) => string }) {
  const was = before.split('\n').filter(Boolean);
  const will = after.split('\n').filter(Boolean);
  const all = [...was.map(item => [item, will.includes(item) ? 'same' : 'removed'] as const), ...will.filter(i => !was.includes(i)).map(item => [item, 'added'] as const)];
  if (all.length === 0) return <span className={classes.none}>none</span>;
  return (
    <span className={classes.chips}>
      {all.map(([item, kind]) => {
        const Tag = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
        return (
          <Tag key={item} className={classes.chip} data-kind={kind}>
            {kind !== 'same' && <VisuallyHidden>{kind}: </VisuallyHidden>}
            {kind !== 'same' && <span aria-hidden>{kind === 'added' ? '+' : '−'}</span>}
            {name(item)}
          </Tag>
        );
      })}
    </span>
  );
}
