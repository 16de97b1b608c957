import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { http } from '@/lib/http';
import { useManner } from '@/lib/session';
import type { Account, AccountAccess, Sync } from '@/lib/types';
import { complain } from '@/ui/toast';
import { When } from '@/ui/When';
import { goToProvider } from '../api';
import { AccessList } from './AccessList';
import { AllowMore } from './AllowMore';
import classes from './Connect.module.css';
import { text } from './text';

const all: readonly AccountAccess[] = ['readMail', 'readCalendar', 'draftMail', 'sendMail', 'changeMail', 'changeCalendar'];

/** What is special about an account that lives at a provider: its permission, how far it is in step, and what to do when something is wrong. */
export function RemoteFacts({ account: a, syncs }: { account: Account; syncs: readonly Sync[] }) {
  const [allowing, setAllowing] = useState(false);
  const repair = useMutation({ mutationFn: () => goToProvider({ provider: a.provider, accountId: a.id }), onError: complain });
  const missing = all.filter(x => !a.access.includes(x));
  const broken = a.health === 'needsAttention' || a.health === 'disconnected';
  const failing = syncs.filter(s => s.error);
  const why = a.healthReason ?? (a.health === 'disconnected' ? text.disconnected : failing[0]?.error) ?? text.repairWhy;
  return (
    <div className={classes.facts}>
      {broken && (
        <div className={classes.attention} role="status">
          <IconAlertTriangle size={17} stroke={1.7} aria-hidden />
          <p className="outside">{why}</p>
          <Button size="xs" loading={repair.isPending || repair.isSuccess} onClick={() => repair.mutate()}>{a.health === 'disconnected' ? text.reconnect : text.repair}</Button>
        </div>
      )}
      {!broken && syncs.filter(s => s.phase === 'first').map(s => <FirstSync key={s.resource} sync={s} />)}
      {!broken && failing.map(s => <p key={s.resource} className={`${classes.trouble} outside`}>{text.syncing[s.resource] ?? s.resource}: {s.error}</p>)}
      {a.access.length > 0 && <AccessList access={all.filter(x => a.access.includes(x))} allowed compact />}
      {!broken && <Seen account={a} more={missing.length > 0 ? () => setAllowing(true) : undefined} />}
      {allowing && <AllowMore account={a} missing={missing} onClose={() => setAllowing(false)} />}
    </div>
  );
}

function FirstSync({ sync: s }: { sync: Sync }) {
  const { locale } = useManner();
  const label = text.progress(text.syncing[s.resource] ?? s.resource, s.done, s.total, n => n.toLocaleString(locale));
  return (
    <div className={classes.sync} role="status">
      <span className="tabular">{label}. {text.usable}</span>
      <Progress value={s.total ? Math.min(100, (100 * s.done) / s.total) : 100} animated={!s.error} size="sm" aria-label={label} />
    </div>
  );
}

function Seen({ account: a, more }: { account: Account; more: (() => void) | undefined }) {
  const look = useMutation({ mutationFn: () => http.post(`/items/syncs/${a.id}/wake`), onError: complain });
  return (
    <div className={classes.seen}>
      <span>{a.lastSyncAt ? <>{text.lastSync} <When at={a.lastSyncAt} as="ago" /></> : text.never}</span>
      <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconRefresh size={13} />} loading={look.isPending} onClick={() => look.mutate()}>{text.look}</Button>
      {more && <Button size="compact-xs" variant="subtle" onClick={more}>{text.allow}</Button>}
    </div>
  );
}
