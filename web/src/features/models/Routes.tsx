import { Button, Group, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http } from '@/lib/http';
import type { ModelsView, ModelTask } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { text } from './text';

export function Routes({ models }: { models: ModelsView }) {
  const client = useQueryClient();
  const [task, setTask] = useState<ModelTask>('plan');
  const [level, setLevel] = useState<'light' | 'middling' | 'complex'>('complex');
  const levels = models.routes.filter(r => r.task === task);
  const route = levels.find(r => r.level === level) ?? levels[0];
  const [draft, setDraft] = useState<{ key: string; lines: string }>();
  const key = `${task}/${route?.level}`;
  const lines = draft?.key === key ? draft.lines : (route?.candidates.join('\n') ?? '');
  const save = useMutation({
    mutationFn: () => http.put<ModelsView>(`/models/routes/${key}`, { candidates: lines.split('\n').map(l => l.trim()).filter(Boolean) }),
    onSuccess: view => { client.setQueryData(keys.models, view); setDraft(undefined); say(text.saved); },
    onError: complain,
  });
  return (
    <form onSubmit={e => { e.preventDefault(); save.mutate(); }} style={{ display: 'grid', gap: 14 }}>
      <Group grow align="start">
        <Select label={text.route} value={task} onChange={v => v && setTask(v as ModelTask)} data={[...new Set(models.routes.map(r => r.task))].map(t => ({ value: t, label: text.task(t) }))} />
        <Select label={text.level} value={route?.level ?? null} onChange={v => v && setLevel(v as typeof level)} data={levels.map(r => ({ value: r.level, label: text.levels[r.level] + (r.changed ? ` (${text.changed})` : '') }))} />
      </Group>
      <Textarea label={text.candidates} autosize minRows={4} value={lines} onChange={e => setDraft({ key, lines: e.currentTarget.value })} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }} />
      <Button type="submit" w="fit-content" variant="default" disabled={draft?.key !== key} loading={save.isPending}>{text.save}</Button>
    </form>
  );
}
