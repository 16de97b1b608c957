import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
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
  onToggle: (id: string) => void;
  /** Whether each item says its own reason. */
  why: boolean;
}

export const BatchItem = memo(function BatchItem({ proposal: p, ticked, onToggle, why }: Props) {
  const [open, setOpen] = useState(false);
  const { Body } = cardFor(p.kind);
  const pending = p.state === 'pending';
  const label = p.preview.target.label;
  return (
    <li className={classes.item} data-off={(pending && !ticked) || undefined} data-state={p.state}>
      {pending && <Checkbox size="xs" mt={3} checked={ticked} onChange={() => onToggle(p.id)} aria-label={text.pick(label)} />}
      <div className={classes.itemMain}>
        <div className={classes.itemHead}>
          <span className={`${classes.itemTitle} outside`}>{label}</span>
          <UnstyledButton className={classes.more} aria-expanded={open} aria-label={`${open ? text.hide : text.details}: ${label}`} onClick={() => setOpen(!open)}>
            <IconChevronRight size={15} stroke={1.8} />
          </UnstyledButton>
        </div>
        {why && <div className={`${classes.itemWhy} outside`}>{p.why}</div>}
        <Body proposal={p} />
        {pending && <RiskReasons proposal={p} />}
        {open && <Background proposal={p} why={!why} />}
        {!pending && <StateLine proposal={p} />}
      </div>
    </li>
  );
});
