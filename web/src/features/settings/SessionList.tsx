import { Button, Skeleton } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@/lib/http';
import type { Session } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { When } from '@/ui/When';
import classes from './Settings.module.css';
import { text } from './text';

/** The browsers in which the person is signed in, each of which can be signed out from here. */
export function SessionList() {
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: keys.sessions, queryFn: ({ signal }) => http.get<{ items: Session[] }>('/auth/sessions', undefined, signal), select: d => d.items });
  const end = useMutation({
    mutationFn: (s: Session) => http.delete(`/auth/sessions/${s.id}`),
    onSuccess: (_, s) => say(text.session.ended(s.device)),
    onError: complain,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.sessions }),
  });
  if (sessions.isError && !sessions.data) return <Trouble error={sessions.error} retry={() => void sessions.refetch()} />;
  if (!sessions.data) return <Skeleton h={58} radius="md" />;
  return (
    <ul className={classes.sessions}>
      {sessions.data.map(s => {
        const Icon = /iPhone|iPad|Android/.test(s.device) ? IconDeviceMobile : IconDeviceDesktop;
        return (
          <li key={s.id}>
            <Icon size={20} stroke={1.5} aria-hidden />
            <span className={classes.sessionName}>
              <strong>{s.device}{s.current && <em>{text.session.here}</em>}</strong>
              <small>{text.session.seen} <When at={s.lastSeenAt} as="ago" />, {text.session.place[s.place]} · {text.session.since} <When at={s.createdAt} as="list" /></small>
            </span>
            {!s.current && <Button size="compact-sm" variant="default" loading={end.isPending && end.variables.id === s.id} onClick={() => end.mutate(s)} aria-label={text.session.endOf(s.device)}>{text.session.end}</Button>}
          </li>
        );
      })}
    </ul>
  );
}
