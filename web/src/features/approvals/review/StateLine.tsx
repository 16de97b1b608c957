import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconBan, IconCheck, IconClockPause, IconHelpCircle, IconLock } from '@tabler/icons-react';
import type { Proposal } from '@/lib/types';
import { Countdown, useIsBefore } from '@/ui/Countdown';
import { complain, say } from '@/ui/toast';
import { WaitingNow } from '@/features/runs/Waiting';
import { useRetry, useSendNow, useUndo, waitsForConsent } from '../api';
import { text } from '../text';
import { Consent } from './Consent';
import classes from './Review.module.css';

const icons = {
  done: IconCheck, undone: IconArrowBackUp, rejected: IconBan, cancelled: IconBan, expired: IconBan, failed: IconAlertTriangle, undoFailed: IconAlertTriangle,
  stale: IconAlertTriangle, unknown: IconHelpCircle, approved: IconClockPause,
} as const;

/** What has become of a proposal that is decided, and what can still be done about it. */
export function StateLine({ proposal: p, actions = true }: { proposal: Proposal; actions?: boolean }) {
  const undo = useUndo();
  const sendNow = useSendNow();
  const retry = useRetry();
  const mayUndo = useIsBefore(p.undoUntil);
  const held = useIsBefore(p.heldUntil) && p.state === 'approved';
  const consent = waitsForConsent(p);
  const busy = p.state === 'executing' || p.state === 'undoing' || (p.state === 'approved' && !held && !consent);
  const Icon = consent ? IconLock : icons[p.state as keyof typeof icons];

  const takeBack = () =>
    undo.mutate([p.id], {
      onSuccess: ([r]) => (r && ['undone', 'undoing', 'cancelled', 'alreadyUndone'].includes(r.outcome) ? undefined : complain(new Error(text.undoOutcome(r?.outcome ?? 'failed')))),
      onError: complain,
    });

  return (
    <div className={classes.state} data-state={p.state}>
      <span className={classes.stateName}>
        {busy ? <Loader size={13} /> : Icon && <Icon size={15} stroke={1.9} aria-hidden />}
        {consent ? text.waitsForConsent : held ? text.state(p) : text.stateName(p.state)}
      </span>
      {p.error && ['approved', 'executing', 'undoing', 'failed', 'stale', 'unknown', 'undoFailed'].includes(p.state) && <span className={`${classes.error} outside`}>{p.error.reason}</span>}
      {!p.runId && (p.state === 'executing' || p.state === 'undoing') && <WaitingNow id={p.id} of="approvals" />}
      {p.state === 'unknown' && <span className={classes.error}>{text.unknownHelp}</span>}
      {p.state === 'rejected' && p.decisionReason && <span className={classes.error}>{p.decisionReason}</span>}
      {p.permissionId && <span className={classes.left} title={p.decisionReason ?? undefined}>{text.permitted}</span>}
      {actions && (
        <span className={classes.stateActions}>
          {consent && (
            <>
              <Consent proposal={p} />
              <Button size="compact-xs" variant="default" loading={undo.isPending} onClick={takeBack}>{text.leaveIt}</Button>
            </>
          )}
          {held && !consent && (
            <>
              <span className={classes.left}>{text.goesOut} <Countdown until={p.heldUntil!} /></span>
              <Button size="compact-xs" variant="default" loading={sendNow.isPending} onClick={() => sendNow.mutate(p.id, { onError: complain })}>{text.sendNow}</Button>
              <Button size="compact-xs" variant="default" loading={undo.isPending} onClick={takeBack}>{text.stopSending}</Button>
            </>
          )}
          {p.state === 'done' && mayUndo && (
            <Button size="compact-xs" variant="default" loading={undo.isPending} onClick={takeBack} leftSection={<IconArrowBackUp size={13} />}>
              {text.undo}&nbsp;<Countdown until={p.undoUntil!} className={classes.left} />
            </Button>
          )}
          {p.state === 'failed' && (
            <Button size="compact-xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate(p.id, { onSuccess: () => say(text.state({ state: 'pending' })), onError: complain })}>{text.retry}</Button>
          )}
        </span>
      )}
    </div>
  );
}
