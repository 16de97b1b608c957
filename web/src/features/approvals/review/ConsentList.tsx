import { Button, Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Proposal } from '@/lib/types';
import { complain } from '@/ui/toast';
import { useUndo } from '../api';
import { text } from '../text';
import { Consent } from './Consent';
import classes from './Review.module.css';

/** So many are named; the others are counted. */
const named = 5;

/** What was approved and cannot be done before the person has said yes at the provider: together what one yes lets go on. */
export function ConsentList({ proposals }: { proposals: readonly Proposal[] }) {
  const groups = new Map<string, Proposal[]>();
  for (const p of proposals) {
    const key = `${p.accountId}/${p.error?.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), p]);
  }
  return <Stack gap="sm">{[...groups.values()].map(group => <Waiting key={group[0]!.id} proposals={group} />)}</Stack>;
}

function Waiting({ proposals }: { proposals: readonly Proposal[] }) {
  const undo = useUndo();
  const first = proposals[0]!;
  return (
    <section className={classes.card} aria-label={text.consents(proposals.length)}>
      <header className={classes.head}>
        <span className={classes.icon}><IconLock size={17} stroke={1.7} /></span>
        <span className={classes.title}>
          <strong>{text.consents(proposals.length)}</strong>
          <small className="outside">{first.accountAddress}</small>
        </span>
      </header>
      <p className={classes.consentReason}>{first.error?.reason}</p>
      <ul className={classes.consentTitles}>
        {proposals.slice(0, named).map(p => <li key={p.id} className="outside">{p.preview.title}</li>)}
        {proposals.length > named && <li>{text.quick.more(proposals.length - named)}</li>}
      </ul>
      <div className={classes.stateActions}>
        <Consent proposal={first} />
        <Button size="compact-xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate(proposals.map(p => p.id), { onError: complain })}>{text.leaveThem(proposals.length)}</Button>
      </div>
    </section>
  );
}
