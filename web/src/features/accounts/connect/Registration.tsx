import { ActionIcon, Alert, Badge, Button, CopyButton, Group, Modal, PasswordInput, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, http, messageOf } from '@/lib/http';
import type { AccountProvider } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import classes from './Connect.module.css';
import { text } from './text';

/** For whoever runs this Steward: how it is registered at a provider. The secret goes in and never comes out again. */
export function Registration({ provider: p, open, onToggle }: { provider: AccountProvider; open: boolean; onToggle: (open: boolean) => void }) {
  const root = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (open) root.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <details ref={root} className={classes.registration} open={open} onToggle={e => onToggle(e.currentTarget.open)}>
      <summary>{text.registration(p.name)} <Badge color={p.configured ? 'pine' : 'brass'}>{p.configured ? text.registered : text.notRegistered}</Badge></summary>
      <div>
        <p>{text.registrationHint(p.name)}</p>
        <ol className={classes.steps}>{text.steps.map(step => <li key={step}>{step}</li>)}</ol>
        {p.redirectUri ? <Redirect uri={p.redirectUri} /> : <Alert color="brass" variant="light">{text.redirectUnknown}</Alert>}
        {p.fromEnvironment ? <p>{text.fromEnvironment}</p> : <ClientForm key={p.clientId ?? ''} provider={p} />}
      </div>
    </details>
  );
}

function Redirect({ uri }: { uri: string }) {
  return (
    <div className={classes.redirect} role="group" aria-label={text.redirect}>
      <code>{uri}</code>
      <CopyButton value={uri}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? text.copied : text.copy}><ActionIcon onClick={copy} aria-label={`${text.copy}: ${text.redirect}`}>{copied ? <IconCheck size={15} /> : <IconCopy size={15} />}</ActionIcon></Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

function ClientForm({ provider: p }: { provider: AccountProvider }) {
  const client = useQueryClient();
  const [id, setId] = useState(p.clientId ?? '');
  const [secret, setSecret] = useState('');
  const [forgetting, setForgetting] = useState(false);
  const kept = (providers: { items: AccountProvider[] }) => {
    client.setQueryData(keys.accountProviders, providers);
    setSecret('');
    setForgetting(false);
  };
  const save = useMutation({
    mutationFn: () => http.put<{ items: AccountProvider[] }>(`/accounts/providers/${p.provider}/client`, { clientId: id.trim(), clientSecret: secret.trim() || null }),
    onSuccess: providers => { kept(providers); say(text.saved); },
  });
  const forget = useMutation({ mutationFn: () => http.delete(`/accounts/providers/${p.provider}/client`), onSuccess: () => client.invalidateQueries({ queryKey: keys.accountProviders }), onError: complain });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  return (
    <form onSubmit={e => { e.preventDefault(); save.mutate(); }} style={{ display: 'grid', gap: 14 }}>
      {save.isError && Object.keys(errors).length === 0 && <Alert color="red" role="alert">{messageOf(save.error)}</Alert>}
      <TextInput label={text.clientId} description={text.clientIdHint} required value={id} onChange={e => setId(e.currentTarget.value)} error={errors['clientId']?.[0]} autoComplete="off" spellCheck={false} />
      <PasswordInput label={text.clientSecret} description={p.configured && id.trim() === p.clientId ? text.secretKept : undefined} value={secret} onChange={e => setSecret(e.currentTarget.value)} error={errors['clientSecret']?.[0]} autoComplete="off" />
      <Group gap="sm">
        <Button type="submit" loading={save.isPending}>{text.save}</Button>
        {p.configured && <Button variant="subtle" color="red" onClick={() => setForgetting(true)}>{text.forget}</Button>}
      </Group>
      <Modal opened={forgetting} onClose={() => setForgetting(false)} title={text.forgetTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
        <Text size="sm" mb="md">{text.forgetText}</Text>
        <Group justify="flex-end"><Button variant="default" onClick={() => setForgetting(false)}>{text.cancel}</Button><Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>{text.forget}</Button></Group>
      </Modal>
    </form>
  );
}
