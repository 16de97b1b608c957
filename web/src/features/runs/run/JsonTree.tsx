import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import classes from '../Runs.module.css';
import { text } from '../text';

const long = 240;

/** A value as a tree that opens and closes; long texts are cut until asked for. All of it may be of outside origin, and is shown as text. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  return <div className={classes.tree} role="group" aria-label={label}><Value value={value} depth={0} /></div>;
}

function Value({ value, depth }: { value: unknown; depth: number }) {
  if (value === null || typeof value !== 'object') return <Leaf value={value} />;
  const entries = Array.isArray(value) ? value.map((item, i) => [String(i), item] as const) : Object.entries(value);
  if (entries.length === 0) return <span className={classes.none}>{text.tree.empty}</span>;
  return (
    <ul>
      {entries.map(([key, inner]) => <li key={key}><Entry name={key} value={inner} depth={depth} /></li>)}
    </ul>
  );
}

function Entry({ name, value, depth }: { name: string; value: unknown; depth: number }) {
  const size = value !== null && typeof value === 'object' ? Object.keys(value).length : 0;
  if (size === 0) return <div className={classes.pair}><span className={`${classes.key} outside`}>{name}</span><Value value={value} depth={depth + 1} /></div>;
  return (
    <details open={depth < 1 || size <= 3}>
      <summary><span className={`${classes.key} outside`}>{name}</span> <span className={classes.none}>{Array.isArray(value) ? text.tree.items(size) : text.tree.fields(size)}</span></summary>
      <Value value={value} depth={depth + 1} />
    </details>
  );
}

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== 'string') return <code className={classes.leaf}>{String(value)}</code>;
  const rest = value.length - long;
  return (
    <span className={`${classes.leaf} outside`}>
      {whole || rest <= 0 ? value : value.slice(0, long)}
      {!whole && rest > 0 && <UnstyledButton className={classes.expand} onClick={() => setWhole(true)}>… {text.tree.expand(rest)}</UnstyledButton>}
    </span>
  );
}
