import { Button, Group } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Proposal } from '@/lib/types';
import { Countdown } from '@/ui/Countdown';
import { cardFor } from './cards/registry';
import { useDecisions } from './decide';
import { Background } from './review/Background';
import { ConfirmHighRisk } from './review/ConfirmHighRisk';
import { Head } from './review/Head';
import classes from './review/Review.module.css';
import { RiskReasons } from './review/RiskReasons';
import { StateLine } from './review/StateLine';
import { text } from './text';

interface Props {
  proposal: Proposal;
  /** For keyboard triage: drawn as chosen. */
  focused?: boolean;
  /** Marked, with others, for one decision. */
  marked?: boolean;
  editing?: boolean;
  /** The id of what is edited now; null when nothing is. */
  onEditing?: (id: string | null) => void;
}

/** One proposal, whole, with everything that can be done about it now. */
export const ProposalCard = memo(function ProposalCard({ proposal: p, focused, marked, editing, onEditing }: Props) {
  const d = useDecisions();
  const [mine, setMine] = useState(false);
  const { Body, Editor } = cardFor(p.kind);
  const open = p.state === 'pending';
  const edits = open && !!Editor && (editing ?? mine);
  const setEditing = (next: boolean) => (onEditing ? onEditing(next ? p.id : null) : setMine(next));

  return (
    <article className={classes.card} data-state={p.state} data-focused={focused || undefined} data-marked={marked || undefined} aria-label={`${text.kind(p.kind)}: ${p.preview.target.label}`}>
      <Head proposal={p} />
      <RiskReasons proposal={p} />
      {edits && Editor ? (
        <Editor key={p.hash} proposal={p} saving={d.saving} refused={d.refused} onCancel={() => { d.forgetRefusal(); setEditing(false); }} onSave={payload => d.edit(p, payload, () => setEditing(false))} />
      ) : (
        <Body proposal={p} />
      )}
      {!edits && <Background proposal={p} />}
      {d.notes.map(note => <p key={note} role="alert" className={classes.note}>{note}</p>)}
      {open && !edits && (
        <Group gap="xs" className={classes.buttons}>
          <Button loading={d.busy} onClick={() => d.approve(p)} color={p.risk === 'high' ? 'red' : undefined}>{text.approve}{p.risk === 'high' ? '…' : ''}</Button>
          <Button variant="default" disabled={d.busy} onClick={() => d.reject(p)}>{text.reject}</Button>
          {Editor && <Button variant="subtle" color="gray" leftSection={<IconPencil size={15} />} onClick={() => setEditing(true)}>{text.edit}</Button>}
          <span className={classes.expiry}>{text.expires} <Countdown until={p.expiresAt} /></span>
        </Group>
      )}
      {!open && <StateLine proposal={p} />}
      {d.confirming && <ConfirmHighRisk proposal={d.confirming} busy={d.busy} onCancel={d.cancelConfirm} onConfirm={() => d.approve(d.confirming!, true)} />}
    </article>
  );
});
