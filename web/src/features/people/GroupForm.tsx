import { Button, Group, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, http } from '@/lib/http';
import type { PeopleGroup } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { contactsQuery } from './api';
import classes from './People.module.css';
import { text } from './text';

/** Several people under one name. A group that is there keeps its name: it is what the person calls it. */
export function GroupForm({ group, onClose }: { group: PeopleGroup | null; onClose: () => void }) {
  const client = useQueryClient();
  const { data: contacts = [] } = useQuery(contactsQuery);
  const [name, setName] = useState(group?.name ?? '');
  const [members, setMembers] = useState(group?.members.map(m => m.address) ?? []);
  // a member may stand beyond the contacts that are listed
  const known = new Map([...(group?.members ?? []).map(m => [m.address, m.name] as const), ...contacts.map(c => [c.addresses[0]!, c.name] as const)]);
  const save = useMutation({
    mutationFn: () => http.put(`/contacts/groups/${encodeURIComponent(name.trim())}`, { addresses: members }),
    onSuccess: () => {
      say(text.kept(name.trim()));
      onClose();
    },
    onError: error => { if (!(error instanceof ApiError && Object.keys(error.errors).length > 0)) complain(error); },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people }),
  });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (name.trim() && members.length > 1) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={text.groupTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput label={text.group} description={text.groupHint} value={name} onChange={e => setName(e.currentTarget.value)} readOnly={!!group} maxLength={80} error={errors['name']?.[0]} data-autofocus={!group || undefined} />
        <MultiSelect label={text.members} description={text.membersHint} placeholder={text.pick} searchable nothingFoundMessage={text.nobody} value={members} onChange={setMembers} data={[...known].map(([value, label]) => ({ value, label }))} error={errors['addresses']?.[0]} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" disabled={!name.trim() || members.length < 2} loading={save.isPending}>{text.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}
