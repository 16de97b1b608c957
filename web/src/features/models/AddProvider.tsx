import { Alert, Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, http, messageOf } from '@/lib/http';
import type { ModelPreset, ModelsView } from '@/lib/types';
import { keys } from '@/live/reduce';
import { text } from './text';

export function AddProvider({ presets, onClose }: { presets: readonly ModelPreset[]; onClose: () => void }) {
  const client = useQueryClient();
  const [preset, setPreset] = useState(presets.find(p => p.needsKey)?.name ?? '');
  const chosen = presets.find(p => p.name === preset);
  const [name, setName] = useState(chosen?.name ?? '');
  const [kind, setKind] = useState<string>(chosen?.kind ?? 'openai');
  const [baseUrl, setBaseUrl] = useState(chosen?.baseUrl ?? '');
  const [key, setKey] = useState('');
  const [defaultModel, setDefaultModel] = useState('');
  const pick = (value: string | null) => {
    const next = presets.find(p => p.name === value);
    setPreset(value ?? '');
    setName(next?.name ?? '');
    setKind(next?.kind ?? 'openai');
    setBaseUrl(next?.baseUrl ?? '');
  };
  const add = useMutation({
    mutationFn: () => http.post<ModelsView>('/models/providers', { name: name.trim(), kind, baseUrl: baseUrl.trim() || null, key: key || null, defaultModel: defaultModel.trim() || null }),
    onSuccess: models => { client.setQueryData(keys.models, models); onClose(); },
  });
  const errors = add.error instanceof ApiError ? add.error.errors : {};
  return (
    <Modal opened onClose={onClose} title={text.add} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={e => { e.preventDefault(); add.mutate(); }}>
        <Stack gap="sm">
          {add.isError && Object.keys(errors).length === 0 && <Alert color="red" role="alert">{messageOf(add.error)}</Alert>}
          <Select label={text.preset} value={preset} onChange={pick} data={[...presets.map(p => ({ value: p.name, label: p.title })), { value: '', label: text.own }]} allowDeselect={false} />
          <TextInput label={text.name} description={text.nameHint} required value={name} onChange={e => setName(e.currentTarget.value)} error={errors['name']?.[0]} />
          {!chosen && <Select label={text.kind} value={kind} onChange={v => v && setKind(v)} data={['openai', 'ollama', 'anthropic']} error={errors['kind']?.[0]} />}
          <TextInput label={text.address} value={baseUrl} onChange={e => setBaseUrl(e.currentTarget.value)} error={errors['baseUrl']?.[0]} />
          <PasswordInput label={text.key} required={chosen?.needsKey ?? false} value={key} onChange={e => setKey(e.currentTarget.value)} error={errors['key']?.[0]} autoComplete="off" />
          <TextInput label={text.model} description={text.modelHint} value={defaultModel} onChange={e => setDefaultModel(e.currentTarget.value)} error={errors['defaultModel']?.[0]} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{text.cancel}</Button><Button type="submit" loading={add.isPending}>{text.connect}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
