import { Button, Group, NumberInput, Select, Skeleton } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { accountsQuery } from '@/features/accounts/api';
import { text as approvals } from '@/features/approvals/text';
import { ApiError, http } from '@/lib/http';
import type { Permission } from '@/lib/types';
import { keys } from '@/live/reduce';
import { Section } from '@/ui/Section';
import { complain, say } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { When } from '@/ui/When';
import classes from './Settings.module.css';
import { text } from './text';

const words = text.permissions;

/** What happens without being asked each time: given for one kind and one account, with a limit a day and an end, and ended with one click. */
export function Permissions() {
  const client = useQueryClient();
  const all = useQuery({ queryKey: keys.permissions, queryFn: ({ signal }) => http.get<{ items: Permission[]; kinds: string[] }>('/permissions', undefined, signal) });
  const { data: accounts = [] } = useQuery(accountsQuery);
  const [kind, setKind] = useState<string | null>(null);
  const [account, setAccount] = useState<string | null>(null);
  const [perDay, setPerDay] = useState<number | string>(50);
  const [days, setDays] = useState('30');
  const settled = { onSettled: () => void client.invalidateQueries({ queryKey: keys.permissions }) };
  const end = useMutation({ mutationFn: (p: Permission) => http.delete(`/permissions/${p.id}`), onSuccess: () => say(words.ended), onError: complain, ...settled });
  const accountId = account ?? accounts[0]?.id;
  const give = useMutation({
    mutationFn: () => http.post<Permission>('/permissions', { kind, accountId, perDay: Number(perDay), days: Number(days) }),
    onSuccess: () => {
      setKind(null);
      say(words.given);
    },
    ...settled,
  });
  const errors = give.error instanceof ApiError ? give.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (kind && accountId) give.mutate();
  };
  const nameOf = (id: string) => accounts.find(a => a.id === id)?.address ?? '';
  return (
    <Section title={words.title} hint={words.hint}>
      {all.isError && !all.data ? <Trouble error={all.error} retry={() => void all.refetch()} /> : !all.data ? <Skeleton h={56} radius="md" /> : all.data.items.length > 0 && (
        <ul className={classes.sessions}>
          {all.data.items.map(p => (
            <li key={p.id}>
              <IconShieldCheck size={20} stroke={1.5} aria-hidden />
              <span className={classes.sessionName}>
                <strong>{approvals.kind(p.kind)}</strong>
                <small className="outside">{nameOf(p.accountId)} · {words.used(p.usedToday, p.perDay)} · {words.until} <When at={p.endsAt} as="date" /></small>
              </span>
              <Button size="compact-sm" variant="default" loading={end.isPending && end.variables.id === p.id} onClick={() => end.mutate(p)} aria-label={words.endOf(approvals.kind(p.kind))}>{words.end}</Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className={classes.give}>
        <Select label={words.kind} placeholder={words.pick} value={kind} onChange={setKind} data={(all.data?.kinds ?? []).map(k => ({ value: k, label: approvals.kind(k) }))} error={errors['kind']?.[0]} />
        {accounts.length > 1 && <Select label={words.account} value={accountId ?? null} onChange={setAccount} data={accounts.map(a => ({ value: a.id, label: a.address }))} />}
        <NumberInput label={words.perDay} value={perDay} onChange={setPerDay} min={1} max={500} allowDecimal={false} hideControls error={errors['perDay']?.[0]} />
        <Select label={words.for} value={days} onChange={d => d && setDays(d)} data={[7, 30, 90].map(d => ({ value: String(d), label: words.days(d) }))} error={errors['days']?.[0]} />
        <Group justify="flex-end" className={classes.giveGo}><Button type="submit" variant="light" disabled={!kind || !accountId || !perDay} loading={give.isPending}>{words.give}</Button></Group>
      </form>
      <p className={classes.hint}>{words.never}</p>
    </Section>
  );
}
