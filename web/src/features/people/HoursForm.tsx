import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, http } from '@/lib/http';
import { browserZone } from '@/lib/session';
import type { PeopleHours } from '@/lib/types';
import { zones } from '@/lib/zone';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { contactsQuery } from './api';
import classes from './People.module.css';
import { text } from './text';

/** Where somebody is and when they work: said once, kept to whenever a time with them is looked for. */
export function HoursForm({ hours, onClose }: { hours: PeopleHours | null; onClose: () => void }) {
  const client = useQueryClient();
  const { data: contacts = [] } = useQuery(contactsQuery);
  const [address, setAddress] = useState<string | null>(hours?.addresses[0] ?? null);
  const [zone, setZone] = useState<string | null>(hours?.zone ?? null);
  const [from, setFrom] = useState(hours?.start?.slice(0, 5) ?? '');
  const [to, setTo] = useState(hours?.end?.slice(0, 5) ?? '');
  const name = hours?.name ?? contacts.find(c => c.addresses[0] === address)?.name ?? '';
  const wrong = !from !== !to ? text.both : from && to <= from ? text.order : null;
  const save = useMutation({
    mutationFn: () => http.put(`/contacts/hours/${encodeURIComponent(address!)}`, { zone, start: from ? `${from}:00` : null, end: to ? `${to}:00` : null }),
    onSuccess: () => {
      say(text.kept(name));
      onClose();
    },
    onError: error => { if (!(error instanceof ApiError && Object.keys(error.errors).length > 0)) complain(error); },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people }),
  });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (address && !wrong && (zone || from)) save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={text.hoursTitle} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={submit} className={classes.form}>
        {hours ? <TextInput label={text.who} value={`${hours.name} (${hours.addresses[0]})`} readOnly />
        : <Select label={text.who} placeholder={text.pick} searchable nothingFoundMessage={text.nobody} value={address} onChange={setAddress} data={contacts.map(c => ({ value: c.addresses[0]!, label: `${c.name} (${c.addresses[0]})` }))} data-autofocus />}
        <Select label={text.where} description={text.whereHint} searchable clearable value={zone} onChange={setZone} data={zones(zone ?? browserZone)} error={errors['zone']?.[0]} />
        <Group grow align="start">
          <TextInput type="time" label={text.from} value={from} onChange={e => setFrom(e.currentTarget.value)} />
          <TextInput type="time" label={text.to} value={to} onChange={e => setTo(e.currentTarget.value)} error={wrong ?? errors['end']?.[0]} />
        </Group>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" disabled={!address || !!wrong || !(zone || from)} loading={save.isPending}>{text.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}
