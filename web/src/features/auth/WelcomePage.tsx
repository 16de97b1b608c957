import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { http, messageOf } from '@/lib/http';
import { meQuery } from '@/lib/session';
import type { Me } from '@/lib/types';
import { Frame } from './Frame';
import { text } from './text';
import { ticketOf } from './ticket';

/** Redeems a one-time link. The ticket leaves the address bar and the history before it is sent, and never reaches a server log. */
export function WelcomePage() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const started = useRef(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    document.title = 'Welcome · Steward';
    const ticket = ticketOf(window.location.hash);
    window.history.replaceState(window.history.state, '', '/welcome');
    if (!ticket) {
      setProblem(text.noTicket);
      return;
    }
    http.post<Me>('/auth/ticket', { ticket }, true).then(
      me => {
        client.clear();
        client.setQueryData(meQuery.queryKey, me);
        void navigate({ to: '/chat', replace: true });
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  }, [client, navigate]);

  return (
    <Frame>
      {problem === null ? (
        <Group gap="sm" role="status"><Loader size="sm" /><Text>{text.opening}</Text></Group>
      ) : (
        <Stack gap="md" role="alert">
          <Title order={1}>{text.linkFailed}</Title>
          <Text>{problem}</Text>
          <Text c="dimmed" size="sm">{text.linkHelp}</Text>
          <Button component={Link} to="/sign-in" w="fit-content">{text.signIn}</Button>
        </Stack>
      )}
    </Frame>
  );
}
