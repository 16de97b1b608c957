import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, http, url } from '@/lib/http';
import { useMe } from '@/lib/session';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { Section } from '@/ui/Section';
import { SessionList } from './SessionList';
import classes from './Settings.module.css';
import { text } from './text';

/** Sessions elsewhere, and the person's data as a whole: to take along or to take away. */
export function YourData() {
  const me = useMe();
  const client = useQueryClient();
  const [erasing, setErasing] = useState(false);
  const [typed, setTyped] = useState('');
  const others = useMutation({
    mutationFn: () => http.post('/auth/sign-out-others'),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.sessions });
      say(text.signedOutOthers);
    },
    onError: complain,
  });
  // Nothing that this page remembers is true any more.
  const leave = () => window.location.assign('/sign-in');
  const erase = useMutation({
    mutationFn: () => http.post<{ notes: string[] }>('/auth/me/erase', { email: typed.trim() }),
    onSuccess: erased => (erased.notes.length === 0 ? leave() : undefined),
  });
  const right = typed.trim().toLowerCase() === me.email.toLowerCase();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (right) erase.mutate();
  };
  return (
    <>
      <Section title={text.sessions} hint={text.sessionsHint}>
        <SessionList />
        <p className={classes.hint}>{text.signOutOthersText}</p>
        <Button variant="default" w="fit-content" loading={others.isPending} onClick={() => others.mutate()}>{text.signOutOthers}</Button>
      </Section>
      <Section title={text.data} hint={text.dataHint}>
        <p className={classes.hint}>{text.exportText}</p>
        <Button component="a" href={url('/auth/me/export')} download variant="default" w="fit-content">{text.export}</Button>
        <p className={classes.hint}>{text.eraseText}</p>
        <Button variant="light" color="red" w="fit-content" onClick={() => setErasing(true)}>{text.erase}</Button>
      </Section>
      <Modal opened={!!erase.data?.notes.length} onClose={leave} title={text.erased} closeButtonProps={{ 'aria-label': text.cancel }}>
        <Stack gap="md">
          {erase.data?.notes.map(note => <Text key={note} size="sm" className="outside">{note}</Text>)}
          <Group justify="flex-end"><Button onClick={leave}>{text.leave}</Button></Group>
        </Stack>
      </Modal>
      <Modal opened={erasing && !erase.data} onClose={() => setErasing(false)} title={text.eraseTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
        <form onSubmit={submit}>
          <Stack gap="md">
            <Text size="sm">{text.eraseLead}</Text>
            <TextInput label={text.eraseType(me.email)} value={typed} onChange={e => setTyped(e.currentTarget.value)} autoComplete="off" data-autofocus error={erase.error instanceof ApiError ? erase.error.detail : undefined} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setErasing(false)}>{text.cancel}</Button>
              <Button color="red" type="submit" disabled={!right} loading={erase.isPending}>{text.eraseGo}</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
