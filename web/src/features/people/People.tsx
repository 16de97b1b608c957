import { Button, Group, Skeleton } from '@mantine/core';
import { IconBriefcase, IconClock, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { http } from '@/lib/http';
import type { EstimatedZone, PeopleGroup, PeopleHours } from '@/lib/types';
import { keys } from '@/live/reduce';
import { Section } from '@/ui/Section';
import { complain, say } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { cityOf, knownQuery } from './api';
import { GroupForm } from './GroupForm';
import { HoursForm } from './HoursForm';
import classes from './People.module.css';
import { text } from './text';

type Editing = { hours: PeopleHours | null } | { group: PeopleGroup | null } | null;

/** What Steward knows of other people, from where, and how to correct it or have it forgotten. */
export function People() {
  const client = useQueryClient();
  const known = useQuery(knownQuery);
  const [editing, setEditing] = useState<Editing>(null);
  const settled = { onError: complain, onSettled: () => void client.invalidateQueries({ queryKey: keys.people }) };
  const forget = useMutation({ mutationFn: (what: { path: string; name: string }) => http.delete(what.path), onSuccess: (_, what) => say(text.forgotten(what.name)), ...settled });
  const keep = useMutation({ mutationFn: (e: EstimatedZone) => http.put(`/contacts/hours/${encodeURIComponent(e.address)}`, { zone: e.zone }), onSuccess: (_, e) => say(text.kept(e.name)), ...settled });
  const { data } = known;
  const forgetting = (path: string) => forget.isPending && forget.variables.path === path;
  const forgetButton = (path: string, name: string, label: string) => (
    <Button size="compact-sm" variant="subtle" color="gray" loading={forgetting(path)} onClick={() => forget.mutate({ path, name })} aria-label={label}>{text.forget}</Button>
  );
  return (
    <Section title={text.title} hint={text.hint}>
      {known.isError && !data ? <Trouble error={known.error} retry={() => void known.refetch()} /> : !data ? <Skeleton h={116} radius="md" /> : data.hours.length + data.estimates.length + data.roles.length + data.groups.length === 0 ? <p className={classes.empty}>{text.empty}</p> : (
        <ul className={classes.list} aria-label={text.title}>
          {data.roles.map(r => (
            <Row key={`role ${r.role}`} icon={<IconBriefcase size={20} stroke={1.5} aria-hidden />} name={r.name} told={`${text.role(r.role)} · ${text.said}`}>
              {forgetButton(`/contacts/roles/${encodeURIComponent(r.role)}`, r.name, text.forgetRole(r.name, r.role))}
            </Row>
          ))}
          {data.hours.map(h => (
            <Row key={`hours ${h.addresses[0]}`} icon={<IconClock size={20} stroke={1.5} aria-hidden />} name={h.name} told={[h.zone ? text.zone(cityOf(h.zone)) : text.ownZone, ...(h.start && h.end ? [text.hours(h.start.slice(0, 5), h.end.slice(0, 5))] : []), text.said].join(' · ')}>
              <Button size="compact-sm" variant="default" onClick={() => setEditing({ hours: h })} aria-label={text.editOf(h.name)}>{text.edit}</Button>
              {forgetButton(`/contacts/hours/${encodeURIComponent(h.addresses[0]!)}`, h.name, text.forgetOf(h.name))}
            </Row>
          ))}
          {data.estimates.map(e => (
            <Row key={`estimate ${e.address}`} icon={<IconClock size={20} stroke={1.5} aria-hidden />} name={e.name} badge={text.estimate} told={`${text.zone(cityOf(e.zone))}${e.other ? `, ${text.unclear(cityOf(e.other))}` : ''} · ${e.because.replace(' (an estimate)', '')}`}>
              <Button size="compact-sm" variant="default" loading={keep.isPending && keep.variables.address === e.address} onClick={() => keep.mutate(e)} aria-label={text.keepOf(e.name)}>{text.keep}</Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setEditing({ hours: { name: e.name, addresses: [e.address], zone: e.other ?? e.zone, start: null, end: null, statedAt: '' } })} aria-label={text.editOf(e.name)}>{text.edit}</Button>
            </Row>
          ))}
          {data.groups.map(g => (
            <Row key={`group ${g.name}`} icon={<IconUsers size={20} stroke={1.5} aria-hidden />} name={g.name} told={`${g.members.map(m => m.name).join(', ')} · ${text.said}`}>
              <Button size="compact-sm" variant="default" onClick={() => setEditing({ group: g })} aria-label={text.editOf(g.name)}>{text.edit}</Button>
              {forgetButton(`/contacts/groups/${encodeURIComponent(g.name)}`, g.name, text.forgetOf(g.name))}
            </Row>
          ))}
        </ul>
      )}
      <Group gap="xs">
        <Button variant="light" onClick={() => setEditing({ hours: null })}>{text.addHours}</Button>
        <Button variant="light" onClick={() => setEditing({ group: null })}>{text.addGroup}</Button>
      </Group>
      {editing && 'hours' in editing && <HoursForm hours={editing.hours} onClose={() => setEditing(null)} />}
      {editing && 'group' in editing && <GroupForm group={editing.group} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function Row({ icon, name, badge, told, children }: { icon: ReactNode; name: string; badge?: string; told: string; children: ReactNode }) {
  return (
    <li>
      {icon}
      <span className={classes.who}>
        <strong><span className="outside">{name}</span>{badge && <em>{badge}</em>}</strong>
        <small className="outside">{told}</small>
      </span>
      <span className={classes.acts}>{children}</span>
    </li>
  );
}
