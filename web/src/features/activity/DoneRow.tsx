import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { ProposalDetails, ProposalIcon, ProposalState } from '@/features/approvals/parts';
import type { Proposal } from '@/lib/types';
import { When } from '@/ui/When';
import classes from './Activity.module.css';
import { text } from './text';

export const DoneRow = memo(function DoneRow({ proposal: p, at, initiallyOpen }: { proposal: Proposal; at: string; initiallyOpen: boolean }) {
  const [open, setOpen] = useState(initiallyOpen);
  return (
    <li className={classes.row} data-open={open || undefined}>
      <div className={classes.line}>
        <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)} aria-label={text.details(p.preview.title)}>
          <IconChevronRight size={15} stroke={1.8} className={classes.chevron} />
          <ProposalIcon kind={p.kind} />
          <span className={`${classes.title} outside`}>{p.preview.title}</span>
        </UnstyledButton>
        <ProposalState proposal={p} />
        <When at={at} as="time" className={classes.at} />
      </div>
      {open && <div className={classes.details}><ProposalDetails proposal={p} /></div>}
    </li>
  );
});
