import { Badge } from '@mantine/core';
import type { Proposal } from '@/lib/types';
import { cardFor } from '../cards/registry';
import { text } from '../text';
import classes from './Review.module.css';

export function Head({ proposal: p }: { proposal: Proposal }) {
  const { icon: Icon, tone } = cardFor(p.kind);
  return (
    <header className={classes.head}>
      <span className={classes.icon} data-tone={tone}><Icon size={17} stroke={1.7} /></span>
      <span className={classes.title}>
        <strong className="outside">{p.preview.title}</strong>
        <small className="outside">{p.accountAddress}</small>
      </span>
      {p.risk !== 'low' && p.state === 'pending' && <Badge color={p.risk === 'high' ? 'red' : 'brass'} style={{ flex: 'none' }}>{text.risk[p.risk]}</Badge>}
    </header>
  );
}
