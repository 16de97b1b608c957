import { Button, Group, NumberInput, Select, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http } from '@/lib/http';
import type { ModelsView } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { text } from './text';

const number = (value: string | number) => (value === '' ? null : Number(value));

export function Choices({ models }: { models: ModelsView }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState({ localOnly: models.localOnly, tier: models.limits.tier, perDay: models.limits.perDay ?? null, perHour: models.limits.perHour ?? null, perRun: models.limits.perRun ?? null });
  const tier = models.tiers.find(t => t.name === draft.tier);
  const save = useMutation({
    mutationFn: (next: typeof draft) => http.put<ModelsView>('/models/choices', next),
    onSuccess: view => {
      client.setQueryData(keys.models, view);
      void client.invalidateQueries({ queryKey: keys.usage });
      say(text.saved);
    },
    onError: complain,
  });
  const limit = (name: 'perDay' | 'perHour' | 'perRun') => (
    <NumberInput label={`${text[name]} (USD)`} description={tier && text.atMost(tier[name])} min={0} decimalScale={4} value={draft[name] ?? ''} onChange={v => setDraft(d => ({ ...d, [name]: number(v) }))} placeholder={tier ? String(tier[name]) : ''} />
  );
  return (
    <form onSubmit={e => { e.preventDefault(); save.mutate(draft); }} style={{ display: 'grid', gap: 14 }}>
      <Switch label={text.localOnly} description={text.localOnlyHint} checked={draft.localOnly} onChange={e => { const next = { ...draft, localOnly: e.currentTarget.checked }; setDraft(next); save.mutate(next); }} />
      <Select label={text.tier} value={draft.tier} disabled={!models.mayOperate} onChange={v => v && setDraft(d => ({ ...d, tier: v }))} data={models.tiers.map(t => t.name)} />
      <Group grow align="start">{limit('perDay')}{limit('perHour')}{limit('perRun')}</Group>
      <Button type="submit" w="fit-content" loading={save.isPending}>{text.save}</Button>
    </form>
  );
}
