import { useCallback, useState } from 'react';
import { notifications } from '@mantine/notifications';
import { Button, Group } from '@mantine/core';
import type { DecisionResult, Proposal } from '@/lib/types';
import { dateTime } from '@/lib/format';
import { useManner, useMe } from '@/lib/session';
import { complain, say } from '@/ui/toast';
import { useApprove, useDecideMany, useEdit, useReject, useUndo, type Decision } from './api';
import { text } from './text';

/** A toast that says what was decided and takes it back. */
function useDoneToast() {
  const { mutateAsync } = useUndo();
  return useCallback((approved: readonly Proposal[]) => {
    const undoable = approved.filter(p => p.reversibility !== 'irreversible');
    const id = `approved-${approved[0]!.id}`;
    notifications.show({
      id, withBorder: true, autoClose: 8000, closeButtonProps: { 'aria-label': text.cancel },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{text.toast.approved(approved.length)}</span>
          {undoable.length > 0 && (
            <Button size="compact-sm" variant="light" onClick={() => {
              notifications.hide(id);
              mutateAsync(undoable.map(p => p.id)).then(results => {
                const taken = results.filter(r => ['undone', 'undoing', 'cancelled', 'alreadyUndone'].includes(r.outcome)).length;
                const other = results.find(r => !['undone', 'undoing', 'cancelled', 'alreadyUndone'].includes(r.outcome));
                if (taken > 0) say(text.toast.undone(taken));
                if (other) complain(new Error(text.undoOutcome(other.outcome)));
              }, complain);
            }}>
              {text.undo}
            </Button>
          )}
        </Group>
      ),
    });
  }, [mutateAsync]);
}

/** What a review can do with its proposals, and what came of it in words. */
export function useDecisions() {
  const approveOne = useApprove();
  const rejectOne = useReject();
  const many = useDecideMany();
  const editOne = useEdit();
  const toast = useDoneToast();
  /** The proposal that asks for its second confirmation. */
  const [confirming, setConfirming] = useState<Proposal | null>(null);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const me = useMe();
  const manner = useManner();

  const take = (results: readonly DecisionResult[], asked: readonly Proposal[]) => {
    const troubles = results.filter(r => r.outcome !== 'decided' && r.outcome !== 'needsConfirmation');
    const notes = [...new Set(troubles.map(r => text.outcome(r.outcome, r.proposal, r.proposal?.decidedAt ? dateTime(r.proposal.decidedAt, manner) : undefined, r.proposal?.decidedBy === me.id)))];
    setNotes(notes);
    // The card may leave the list with the answer: what came of the click is said where it stays.
    if (results.length === 1) for (const note of notes) say(note);
    const approved = asked.filter(p => results.some(r => r.id === p.id && r.outcome === 'decided'));
    const confirm = results.find(r => r.outcome === 'needsConfirmation');
    if (confirm) setConfirming(confirm.proposal ?? asked.find(p => p.id === confirm.id) ?? null);
    if (approved.length > 0) toast(approved);
  };

  // Promises, not the mutations' own callbacks: a card may be gone from the page before the answer is here, and what came of it is still said.
  const approve = (p: Proposal, confirm = false) => {
    if (p.risk === 'high' && !confirm) return setConfirming(p);
    approveOne.mutateAsync({ id: p.id, hash: p.hash, confirm }).then(r => {
      setConfirming(null);
      take([r], [p]);
    }, complain);
  };

  const reject = (p: Proposal, reason?: string) => {
    rejectOne.mutateAsync({ id: p.id, ...(reason ? { reason } : {}) }).then(r => (r.outcome === 'decided' ? say(text.toast.rejected(1)) : take([r], [])), complain);
  };

  const decideMany = (approved: readonly Proposal[], rejected: readonly Proposal[], reason?: string) => {
    const decisions: Decision[] = [
      ...approved.map(p => ({ id: p.id, hash: p.hash, decision: 'approve' as const })),
      ...rejected.map(p => ({ id: p.id, hash: p.hash, decision: 'reject' as const, ...(reason ? { reason } : {}) })),
    ];
    many.mutateAsync(decisions).then(results => {
      take(results, approved);
      if (approved.length === 0 && results.some(r => r.outcome === 'decided')) say(text.toast.rejected(rejected.length));
    }, complain);
  };

  const edit = (p: Proposal, payload: Record<string, unknown>, done: () => void) => {
    // A refusal stands in the editor, beside what was refused.
    editOne.mutateAsync({ id: p.id, payload, hash: p.hash }).then(done, () => {});
  };

  return {
    approve, reject, decideMany, edit, notes, confirming, cancelConfirm: () => setConfirming(null),
    busy: approveOne.isPending || rejectOne.isPending || many.isPending, saving: editOne.isPending, refused: editOne.error, forgetRefusal: editOne.reset,
  };
}
