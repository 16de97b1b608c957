import { Alert, Button, Group, Modal, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, http, messageOf } from '@/lib/http';
import type { ModelPreset, ModelProvider, ModelsView } from '@/lib/types';
import { keys } from '@/live/reduce';
import { text } from './text';

interface Props {
  presets: readonly ModelPreset[];
  /** One's own provider, to be changed; a new one without it. Its name and protocol stay. */
  provider?: ModelProvider;
  onClose: () => void;
}

export function ProviderForm({ presets, provider, onClose }: Props) {
  const client = useQueryClient();
  const [preset, setPreset] = useState(provider ? '' : (presets.find(p => p.needsKey)?.name ?? ''));
  const chosen = presets.find(p => p.name === preset);
  const [name, setName] = useState(provider?.name ?? chosen?.name ?? '');
  const [kind, setKind] = useState<string>(provider?.kind ?? chosen?.kind ?? 'openai');
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? chosen?.baseUrl ?? '');
  const [key, setKey] = useState('');
  const [defaultModel, setDefaultModel] = useState(provider?.defaultModel ?? '');
  const [maxConcurrent, setMaxConcurrent] = useState<string | number>(provider?.maxConcurrent ?? '');
  const [enabled, setEnabled] = useState(provider?.health !== 'off');
  const pick = (value: string | null) => {
    const next = presets.find(p => p.name === value);
    setPreset(value ?? '');
    setName(next?.name ?? '');
    setKind(next?.kind ?? 'openai');
    setBaseUrl(next?.baseUrl ?? '');
  };
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), kind, baseUrl: baseUrl.trim() || null, key: key || null, defaultModel: defaultModel.trim() || null, maxConcurrent: maxConcurrent === '' ? null : Number(maxConcurrent), enabled };
      return provider?.id ? http.put<ModelsView>(`/models/providers/${provider.id}`, input) : http.post<ModelsView>('/models/providers', input);
    },
    onSuccess: models => { client.setQueryData(keys.models, models); onClose(); },
  });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  return (
    <Modal opened onClose={onClose} title={provider ? text.changeTitle(provider.name) : text.add} closeButtonProps={{ 'aria-label': text.cancel }}>
      <form onSubmit={e => { e.preventDefault(); save.mutate(); }}>
        <Stack gap="sm">
          {save.isError && Object.keys(errors).length === 0 && <Alert color="red" role="alert">{messageOf(save.error)}</Alert>}
          {!provider && (
            <>
              <Select label={text.preset} value={preset} onChange={pick} data={[...presets.map(p => ({ value: p.name, label: p.title })), { value: '', label: text.own }]} allowDeselect={false} />
              <TextInput label={text.name} description={text.nameHint} required value={name} onChange={e => setName(e.currentTarget.value)} error={errors['name']?.[0]} />
              {!chosen && <Select label={text.kind} value={kind} onChange={v => v && setKind(v)} data={['openai', 'ollama', 'anthropic']} error={errors['kind']?.[0]} />}
            </>
          )}
          <TextInput label={text.address} value={baseUrl} onChange={e => setBaseUrl(e.currentTarget.value)} error={errors['baseUrl']?.[0]} />
          <PasswordInput
            label={text.key} description={provider?.keyHint ? text.keyStays(provider.keyHint) : undefined} required={!provider && (chosen?.needsKey ?? false)} value={key} onChange={e => setKey(e.currentTarget.value)}
            error={errors['key']?.[0]} autoComplete="off"
          />
          <TextInput label={text.model} description={text.modelHint} value={defaultModel} onChange={e => setDefaultModel(e.currentTarget.value)} error={errors['defaultModel']?.[0]} />
          {provider && <NumberInput label={text.atOnce} description={text.atOnceHint} min={1} max={64} allowDecimal={false} value={maxConcurrent} onChange={setMaxConcurrent} error={errors['maxConcurrent']?.[0]} />}
          {provider && <Switch label={text.enabled} checked={enabled} onChange={e => setEnabled(e.currentTarget.checked)} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{text.cancel}</Button><Button type="submit" loading={save.isPending}>{provider ? text.save : text.connect}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
