import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { Page } from '@/ui/Page';
import { usePending } from './api';
import { cardFor } from './cards/registry';
import { useDecisions } from './decide';
import { needsOwn } from './needsOwn';
import { PendingList } from './PendingList';
import { ConfirmHighRisk } from './review/ConfirmHighRisk';
import classes from './review/Review.module.css';
import { groups } from './tally';
import { text } from './text';

const route = getRouteApi('/app/approvals');
const none: ReadonlySet<string> = new Set();

/** The page of everything that waits, with keyboard triage of every proposal, those in batches too. */
export function ApprovalsPage() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const { data = [] } = usePending();
  const [editing, setEditing] = useState<string | null>(null);
  const [marked, setMarked] = useState(none);
  const d = useDecisions();
  // As the page shows them: within a batch, what needs a decision of its own stands below the others.
  const order = useMemo(() => groups(data).flatMap(g => [...g.filter(p => !needsOwn(p)), ...g.filter(needsOwn)]), [data]);
  const at = order.findIndex(p => p.id === id);
  const chosen = order[at];
  const taken = order.filter(p => marked.has(p.id));

  const go = (to: string | undefined) => to && void navigate({ search: { id: to }, replace: true });
  const move = (by: number) => go(order[Math.max(0, Math.min(order.length - 1, at === -1 ? 0 : at + by))]?.id);
  const mark = (ids: readonly (string | undefined)[], on?: boolean) =>
    setMarked(old => {
      const next = new Set(old);
      for (const one of ids) if (one) if (on ?? !old.has(one)) next.add(one); else next.delete(one);
      return next;
    });
  const markOn = (by: number) => {
    mark([chosen?.id, order[at + by]?.id], true);
    move(by);
  };
  const decide = (approve: boolean) => {
    const together = taken.filter(p => !needsOwn(p));
    // The next one is chosen before this one goes, so that the keys can go on.
    const after = order.slice(at + 1).find(p => !marked.has(p.id)) ?? order.slice(0, Math.max(0, at)).findLast(p => !marked.has(p.id));
    if (taken.length > 0) {
      d.decideMany(approve ? together : [], approve ? [] : taken);
      setMarked(none);
    } else if (chosen) (approve ? d.approve : d.reject)(chosen);
    if (!(approve && chosen && taken.length === 0 && chosen.risk === 'high')) go(after?.id);
  };
  useEffect(() => {
    if (id) document.getElementById(`proposal-${id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);

  const section = text.commands.section;
  const target = taken.length > 0 || !!chosen;
  useCommands([
    { id: 'approvals.next', title: text.commands.next, section, shortcut: 'j', quiet: true, run: () => move(1) },
    { id: 'approvals.previous', title: text.commands.previous, section, shortcut: 'k', quiet: true, run: () => move(-1) },
    { id: 'approvals.approve', title: text.commands.approve, section, shortcut: 'y', quiet: true, disabled: !target, run: () => decide(true) },
    { id: 'approvals.reject', title: text.commands.reject, section, shortcut: 'n', quiet: true, disabled: !target, run: () => decide(false) },
    { id: 'approvals.edit', title: text.commands.edit, section, shortcut: 'e', quiet: true, disabled: !chosen || !cardFor(chosen.kind).Editor, run: () => chosen && setEditing(chosen.id) },
    { id: 'approvals.mark', title: text.commands.mark, section, shortcut: 'x', quiet: true, disabled: !chosen, run: () => mark([chosen?.id]) },
    { id: 'approvals.mark-next', title: text.commands.markNext, section, shortcut: 'J', quiet: true, disabled: !chosen, run: () => markOn(1) },
    { id: 'approvals.mark-previous', title: text.commands.markPrevious, section, shortcut: 'K', quiet: true, disabled: !chosen, run: () => markOn(-1) },
    { id: 'approvals.unmark', title: text.commands.unmark, section, shortcut: 'escape', quiet: true, disabled: marked.size === 0, run: () => setMarked(none) },
  ]);

  const own = taken.filter(needsOwn).length;
  return (
    <Page title={text.panel.title} lead={order.length > 0 ? <>{text.panel.lead} <span className={classes.keysHint}>{text.keysHint}</span></> : undefined}>
      <PendingList focusedId={id} marked={marked} editingId={editing} onEditing={setEditing} />
      {taken.length > 0 && (
        <div className={classes.triage} role="status">
          <strong>{text.marked(taken.length)}</strong>
          <Button size="compact-sm" disabled={own === taken.length} onClick={() => decide(true)}>{text.approveN(taken.length - own, taken.length)}</Button>
          <Button size="compact-sm" variant="default" onClick={() => decide(false)}>{text.reject}</Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setMarked(none)}>{text.commands.unmark}</Button>
          {own > 0 && <span className={classes.left}>{text.markedOwn(own)}</span>}
        </div>
      )}
      {d.notes.map(note => <p key={note} role="alert" className={classes.note}>{note}</p>)}
      {d.confirming && <ConfirmHighRisk proposal={d.confirming} busy={d.busy} onCancel={d.cancelConfirm} onConfirm={() => d.approve(d.confirming!, true)} />}
    </Page>
  );
}
