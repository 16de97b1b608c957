import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconPencil } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Proposal } from '@/lib/types';
import { cardFor } from '../cards/registry';
import { text } from '../text';
import { Background } from './Background';
import classes from './Review.module.css';
import { RiskReasons } from './RiskReasons';
import { StateLine } from './StateLine';

interface Props {
  proposal: Proposal;
  ticked: boolean;
  /** With Shift, everything from the last one touched to this one follows. */
  onToggle: (id: string, through: boolean) => void;
  /** Whether each item says its own reason. */
  why: boolean;
  /** Whether each item says its own account. */
  account: boolean;
  focused: boolean;
  marked: boolean;
  editing: boolean;
  onEditing: (id: string | null) => void;
  onSave: (proposal: Proposal, payload: Record<string, unknown>) => void;
  saving: boolean;
  refused: unknown;
}

export const BatchItem = memo(function BatchItem({ proposal: p, ticked, onToggle, why, account, focused, marked, editing, onEditing, onSave, saving, refused }: Props) {
  const [open, setOpen] = useState(false);
  const { Body, Editor, brief } = cardFor(p.kind);
  const pending = p.state === 'pending';
  const label = p.preview.target.label;
  return (
    <li
      id={`proposal-${p.id}`} className={classes.item} data-off={(pending && !ticked) || undefined} data-state={p.state} data-brief={(brief && !open) || undefined}
      data-focused={focused || undefined} data-marked={marked || undefined} aria-current={focused || undefined}
    >
      {pending && <Checkbox size="xs" mt={3} checked={ticked} onChange={e => onToggle(p.id, (e.nativeEvent as PointerEvent).shiftKey)} aria-label={text.pick(label)} />}
      <div className={classes.itemMain}>
        <div className={classes.itemHead}><span className={`${classes.itemTitle} outside`}>{label}</span>{account && <span className={`${classes.left} outside`}>{p.accountAddress}</span>}</div>
        {why && <div className={`${classes.itemWhy} outside`}>{p.why}</div>}
        {editing && pending && Editor ? (
          <Editor key={p.hash} proposal={p} saving={saving} refused={refused} onCancel={() => onEditing(null)} onSave={payload => onSave(p, payload)} />
        ) : (
          <Body proposal={p} />
        )}
        <RiskReasons proposal={p} />
        {open && <Background proposal={p} why={!why} />}
        {!pending && <StateLine proposal={p} />}
      </div>
      <span className={classes.itemTools}>
        {pending && Editor && !editing && <UnstyledButton className={classes.more} aria-label={text.editThis(label)} onClick={() => onEditing(p.id)}><IconPencil size={15} stroke={1.7} /></UnstyledButton>}
        <UnstyledButton className={classes.more} aria-expanded={open} aria-label={`${open ? text.hide : text.details}: ${label}`} onClick={() => setOpen(!open)}>
          <IconChevronRight size={15} stroke={1.8} />
        </UnstyledButton>
      </span>
    </li>
  );
});
