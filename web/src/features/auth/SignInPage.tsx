import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { safeNext } from '@/lib/guard';
import { ApiError, http, messageOf } from '@/lib/http';
import { meQuery } from '@/lib/session';
import type { Me } from '@/lib/types';
import { Frame } from './Frame';
import { text } from './text';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next, mode } = route.useSearch();
  const register = mode === 'register';
  const router = useRouter();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [displayName, setDisplayName] = useState('');
  const title = register ? text.register : text.signIn;
  useEffect(() => {
    document.title = `${title} · Steward`;
  }, [title]);

  const enter = useMutation({
    mutationFn: () =>
      register ? http.post<Me>('/auth/register', { email, password, displayName }, true) : http.post<Me>('/auth/login', { email, password }, true),
    onSuccess: me => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      router.history.push(safeNext(next));
    },
  });
  const errors = enter.error instanceof ApiError ? enter.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    enter.mutate();
  };

  return (
    <Frame>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Title order={1}>{title}</Title>
          {enter.isError && <Alert color="red" role="alert">{messageOf(enter.error)}</Alert>}
          {register && <TextInput label={text.name} required autoComplete="name" value={displayName} onChange={e => setDisplayName(e.currentTarget.value)} error={errors['displayName']?.[0]} />}
          <TextInput label={text.email} type="email" required autoComplete="username" value={email} onChange={e => setEmail(e.currentTarget.value)} error={errors['email']?.[0]} />
          <PasswordInput
            label={text.password} required autoComplete={register ? 'new-password' : 'current-password'} value={password} onChange={e => setPassword(e.currentTarget.value)}
            error={errors['password']?.[0]} description={register ? text.passwordHint : undefined}
          />
          <Button type="submit" size="md" loading={enter.isPending}>{title}</Button>
          <Text size="sm" c="dimmed">
            {register ? text.toSignIn : text.toRegister}{' '}
            <Link to="/sign-in" search={{ ...(next ? { next } : {}), ...(register ? {} : { mode: 'register' as const }) }} className="link">
              {register ? text.signIn : text.register}
            </Link>
          </Text>
          {!register && <Text size="xs" c="dimmed">{text.ownerHint}</Text>}
        </Stack>
      </form>
    </Frame>
  );
}
