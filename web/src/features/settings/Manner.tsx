import { Button, Group, NumberInput, Select, Skeleton, Switch, TextInput } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, http } from '@/lib/http';
import type { Voice, VoiceView } from '@/lib/types';
import { Section } from '@/ui/Section';
import { complain, say } from '@/ui/toast';
import { When } from '@/ui/When';
import classes from './Settings.module.css';
import { text } from './text';

const voiceQuery = queryOptions({ queryKey: ['voice'], queryFn: ({ signal }) => http.get<VoiceView>('/voice', undefined, signal) });

/** How drafts sound: what Steward has learnt of the person's own mail, which they can see, correct, and have forgotten. */
export function Manner() {
  const { data } = useQuery(voiceQuery);
  return <Section title={text.manner} hint={text.mannerHint}>{data ? <Form key={JSON.stringify(data.inUse)} view={data} /> : <Skeleton h={180} radius="lg" />}</Section>;
}

function Form({ view }: { view: VoiceView }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Voice>(view.inUse);
  const set = (patch: Partial<Voice>) => setDraft(old => ({ ...old, ...patch }));
  const changed = JSON.stringify(draft) !== JSON.stringify(view.inUse);
  const keep = (saved: VoiceView) => { client.setQueryData(voiceQuery.queryKey, saved); say(text.mannerSaved); };
  const save = useMutation({ mutationFn: () => http.put<VoiceView>('/voice', draft), onSuccess: keep, onError: error => { if (!(error instanceof ApiError && Object.keys(error.errors).length > 0)) complain(error); } });
  const takeBack = useMutation({ mutationFn: async () => { await http.delete('/voice'); return http.get<VoiceView>('/voice'); }, onSuccess: keep, onError: complain });
  const learn = useMutation({ mutationFn: (on: boolean) => http.put<VoiceView>('/voice/learning', { on }), onSuccess: keep, onError: complain });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
      <Switch checked={learn.isPending ? learn.variables : view.learning} onChange={e => learn.mutate(e.currentTarget.checked)} label={text.mannerLearn} description={text.mannerLearnHint} />
      <p className={classes.hint} role="status">
        {view.said ? text.mannerSaid : view.learnt ? text.mannerLearnt(view.mails) : view.learning ? text.mannerTooFew(view.mails) : text.mannerOff}
        {view.learnt && view.learntAt && <> <When at={view.learntAt} as="ago" /></>}
      </p>
      <Group grow align="start">
        <TextInput label={text.greeting} description={text.greetingHint} value={draft.greeting} onChange={e => set({ greeting: e.currentTarget.value })} error={errors['greeting']?.[0]} required />
        <TextInput label={text.signOff} description={text.signOffHint} value={draft.signOff} onChange={e => set({ signOff: e.currentTarget.value })} error={errors['signOff']?.[0]} required />
      </Group>
      <Group grow align="start">
        <NumberInput label={text.words} min={5} max={400} allowDecimal={false} value={draft.words} onChange={v => v !== '' && set({ words: Number(v) })} error={errors['words']?.[0]} />
        <Select label={text.formality} value={draft.formality} onChange={v => v && set({ formality: v as Voice['formality'] })} data={Object.entries(text.formalities).map(([value, label]) => ({ value, label }))} allowDeselect={false} />
      </Group>
      <Group gap="lg">
        <Switch checked={draft.contractions} onChange={e => set({ contractions: e.currentTarget.checked })} label={text.contractions} />
        <Switch checked={draft.exclamations} onChange={e => set({ exclamations: e.currentTarget.checked })} label={text.exclamations} />
      </Group>
      <Group gap="xs">
        <Button type="submit" variant="default" disabled={!changed} loading={save.isPending}>{text.mannerSave}</Button>
        {view.said && <Button variant="subtle" color="gray" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>{view.learnt ? text.mannerBack : text.mannerPlain}</Button>}
      </Group>
    </form>
  );
}
