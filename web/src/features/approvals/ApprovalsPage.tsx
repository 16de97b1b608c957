import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { Page } from '@/ui/Page';
import { usePending } from './api';
import { useDecisions } from './decide';
import { PendingList } from './PendingList';
import { ConfirmHighRisk } from './review/ConfirmHighRisk';
import { groups } from './tally';
import { text } from './text';

const route = getRouteApi('/app/approvals');

/** The page of everything that waits, with keyboard triage of single proposals; batches are decided by their own ticks. */
export function ApprovalsPage() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const { data = [] } = usePending();
  const [editing, setEditing] = useState<string | null>(null);
  const d = useDecisions();
  const singles = groups(data).filter(g => g.length === 1).map(g => g[0]!);
  const at = singles.findIndex(p => p.id === id);
  const chosen = singles[at];

  const move = (by: number) => {
    const next = singles[Math.max(0, Math.min(singles.length - 1, at === -1 ? 0 : at + by))];
    if (next) void navigate({ search: { id: next.id }, replace: true });
  };
  useEffect(() => {
    if (id) document.getElementById(`proposal-${id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);

  const section = text.commands.section;
  useCommands([
    { id: 'approvals.next', title: text.commands.next, section, shortcut: 'j', quiet: true, run: () => move(1) },
    { id: 'approvals.previous', title: text.commands.previous, section, shortcut: 'k', quiet: true, run: () => move(-1) },
    { id: 'approvals.approve', title: text.commands.approve, section, shortcut: 'y', quiet: true, disabled: !chosen, run: () => chosen && d.approve(chosen) },
    { id: 'approvals.reject', title: text.commands.reject, section, shortcut: 'n', quiet: true, disabled: !chosen, run: () => chosen && d.reject(chosen) },
    { id: 'approvals.edit', title: text.commands.edit, section, shortcut: 'e', quiet: true, disabled: !chosen, run: () => chosen && setEditing(chosen.id) },
  ]);

  return (
    <Page title={text.panel.title} lead={data.length > 0 ? text.panel.lead : undefined}>
      <PendingList focusedId={id} editingId={editing} onEditing={setEditing} />
      {d.confirming && <ConfirmHighRisk proposal={d.confirming} busy={d.busy} onCancel={d.cancelConfirm} onConfirm={() => d.approve(d.confirming!, true)} />}
    </Page>
  );
}
