import { VisuallyHidden } from '@mantine/core';
import { labelName } from '@/lib/labels';
import { useManner } from '@/lib/session';
import type { FieldChange } from '@/lib/types';
import { ListDiff, WordDiff } from '@/ui/Diff';
import { text } from '../text';
import classes from './Body.module.css';
import { readTime } from './readTime';

export function Change({ change }: { change: FieldChange }) {
  const name = text.fields[change.field] ?? change.field.charAt(0).toUpperCase() + change.field.slice(1);
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd><Value change={change} /></dd>
    </div>
  );
}

function Value({ change }: { change: FieldChange }) {
  const manner = useManner();
  const before = change.before ?? '';
  const after = change.after ?? '';
  if (change.format === 'list') return <ListDiff before={before} after={after} name={change.field === 'labels' ? labelName : undefined} />;
  if (change.format === 'time') return <Pair before={readTime(before, manner)} after={readTime(after, manner)} />;
  // Text that is short and new or gone reads better as one line than as a difference.
  if (before === '' || after === '') return <Pair before={before} after={after} />;
  if (before === after) return <span className="outside">{after}</span>;
  return <WordDiff before={before} after={after} />;
}

function Pair({ before, after }: { before: string; after: string }) {
  return (
    <span className={`${classes.pair} outside`}>
      {before !== '' && <del className={classes.gone}><VisuallyHidden>{text.before}: </VisuallyHidden>{before}</del>}
      {before !== '' && after !== '' && <span aria-hidden className={classes.arrow}>→</span>}
      {after !== '' && <ins className={classes.come}><VisuallyHidden>{text.after}: </VisuallyHidden>{after}</ins>}
      {before === '' && after === '' && <span className={classes.muted}>{text.none}</span>}
    </span>
  );
}
