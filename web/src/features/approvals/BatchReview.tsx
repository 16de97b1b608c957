import { Button, Checkbox, Progress } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Proposal } from '@/lib/types';
import { Countdown, useIsBefore } from '@/ui/Countdown';
import { complain } from '@/ui/toast';
import { useUndo } from './api';
import { cardFor } from './cards/registry';
import { useDecisions } from './decide';
import { needsOwn } from './needsOwn';
import { BatchItem } from './review/BatchItem';
import { ConfirmHighRisk } from './review/ConfirmHighRisk';
import classes from './review/Review.module.css';
import { ProposalCard } from './ProposalCard';
import { text } from './text';
import { tally } from './tally';

interface Props {
  proposals: readonly Proposal[];
  /** For keyboard triage. */
  focusedId?: string | undefined;
  marked?: ReadonlySet<string> | undefined;
  editingId?: string | null;
  onEditing?: (id: string | null) => void;
}

/** Similar proposals decided together: each one whole, each with its own tick. What needs a decision of its own is never part of "all". */
export function BatchReview({ proposals, focusedId, marked, editingId, onEditing }: Props) {
  const [mine, setMine] = useState<string | null>(null);
  const editing = editingId === undefined ? mine : editingId;
  const setEditing = onEditing ?? setMine;
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const d = useDecisions();
  const undo = useUndo();

  const together = useMemo(() => proposals.filter(p => !needsOwn(p)), [proposals]);
  const apart = useMemo(() => proposals.filter(needsOwn), [proposals]);
  const pending = together.filter(p => p.state === 'pending');
  const ticked = pending.filter(p => !unticked.has(p.id));
  const count = tally(together);
  const first = together[0] ?? proposals[0]!;
  const { icon: Icon, tone } = cardFor(first.kind);
  const sameAccount = together.every(p => p.accountId === first.accountId);
  const sameWhy = together.every(p => p.why === first.why);
  const expires = pending.reduce<string | null>((soonest, p) => (soonest === null || p.expiresAt < soonest ? p.expiresAt : soonest), null);
  const undoable = together.filter(p => p.state === 'done' && p.undoUntil);
  const undoUntil = undoable.reduce<string | null>((soonest, p) => (soonest === null || p.undoUntil! < soonest ? p.undoUntil! : soonest), null);
  const mayUndo = useIsBefore(undoUntil);

  // The items are many and remember what they drew: what they are handed stays the same from one drawing to the next.
  const latest = useRef({ pending, setEditing, edit: d.edit, forget: d.forgetRefusal });
  latest.current = { pending, setEditing, edit: d.edit, forget: d.forgetRefusal };
  const lastTouched = useRef<string | null>(null);
  const toggle = useCallback((id: string, through: boolean) => {
    const order = latest.current.pending.map(p => p.id);
    const [a, b] = [order.indexOf(lastTouched.current ?? id), order.indexOf(id)];
    const touched = through && a !== -1 ? order.slice(Math.min(a, b), Math.max(a, b) + 1) : [id];
    lastTouched.current = id;
    setUnticked(old => {
      const next = new Set(old);
      const off = !old.has(id);
      for (const t of touched) if (off) next.add(t); else next.delete(t);
      return next;
    });
  }, []);
  const showEditor = useCallback((id: string | null) => {
    latest.current.forget();
    latest.current.setEditing(id);
  }, []);
  const save = useCallback((p: Proposal, payload: Record<string, unknown>) => latest.current.edit(p, payload, () => latest.current.setEditing(null)), []);
  const approveTicked = () => d.decideMany(ticked, pending.filter(p => unticked.has(p.id)), text.unticked);

  return (
    <>
      {together.length > 0 && (
        <section className={classes.batch} aria-label={text.kindMany(first.kind, together.length)}>
          <header className={classes.head}>
            <span className={classes.icon} data-tone={tone}><Icon size={17} stroke={1.7} /></span>
            <span className={classes.title}>
              <strong>{text.kindMany(first.kind, together.length)}</strong>
              {sameAccount && <small className="outside">{first.accountAddress}</small>}
              {sameWhy && <small className="outside">{first.why}</small>}
            </span>
            {expires && <span className={classes.expiry}>{text.expires} <Countdown until={expires} /></span>}
          </header>
          {pending.length > 0 && (
            <div className={classes.pickAll}>
              <Checkbox
                size="xs" label={text.selectAll} checked={ticked.length === pending.length} indeterminate={ticked.length > 0 && ticked.length < pending.length}
                onChange={e => setUnticked(e.currentTarget.checked ? new Set() : new Set(pending.map(p => p.id)))}
              />
              <span className={classes.left} aria-live="polite">{text.selected(ticked.length, pending.length)}</span>
            </div>
          )}
          <ul className={classes.items}>
            {together.map(p => (
              <BatchItem
                key={p.id} proposal={p} ticked={!unticked.has(p.id)} onToggle={toggle} why={!sameWhy} account={!sameAccount} focused={p.id === focusedId} marked={marked?.has(p.id) ?? false}
                editing={editing === p.id} onEditing={showEditor} onSave={save} saving={editing === p.id && d.saving} refused={editing === p.id ? d.refused : null}
              />
            ))}
          </ul>
          {d.notes.map(note => <p key={note} role="alert" className={classes.note}>{note}</p>)}
          <footer className={classes.foot}>
            {pending.length > 0 ? (
              <>
                <Button onClick={approveTicked} loading={d.busy} disabled={ticked.length === 0}>{text.approveN(ticked.length, pending.length)}</Button>
                <Button variant="default" disabled={d.busy} onClick={() => d.decideMany([], pending)}>{text.rejectAll}</Button>
                {ticked.length > 0 && ticked.length < pending.length && <span className={classes.hint}>{text.leaveOut(pending.length - ticked.length)}</span>}
              </>
            ) : count.running > 0 ? (
              <div className={classes.progress} role="status">
                <span>{text.progress(count.done, count.running + count.done)}</span>
                <Progress value={(100 * count.done) / (count.running + count.done)} size="sm" aria-label={text.progress(count.done, count.running + count.done)} />
              </div>
            ) : (
              <>
                <strong role="status">{text.result(count)}</strong>
                {undoable.length > 0 && mayUndo && (
                  <Button variant="default" size="xs" ml="auto" loading={undo.isPending} leftSection={<IconArrowBackUp size={14} />} onClick={() => undo.mutate(undoable.map(p => p.id), { onError: complain })}>
                    {undoable.length === 1 ? text.undo : text.undoAll(undoable.length)}&nbsp;<Countdown until={undoUntil!} className={classes.left} />
                  </Button>
                )}
              </>
            )}
          </footer>
        </section>
      )}
      {apart.map(p => (
        <div key={p.id} id={`proposal-${p.id}`}>
          <ProposalCard
            proposal={p} focused={p.id === focusedId} marked={marked?.has(p.id) ?? false} {...(onEditing ? { editing: editing === p.id, onEditing } : {})}
          />
        </div>
      ))}
      {d.confirming && <ConfirmHighRisk proposal={d.confirming} busy={d.busy} onCancel={d.cancelConfirm} onConfirm={() => d.approve(d.confirming!, true)} />}
    </>
  );
}
