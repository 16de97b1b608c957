import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { http } from '@/lib/http';
import type { ModelPreset, ModelProvider, TestResult } from '@/lib/types';
import { usePull } from '@/live/pulls';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import classes from './Models.module.css';
import { ProviderForm } from './ProviderForm';
import { Pull } from './Pull';
import { text } from './text';

export function ProviderRow({ provider, presets, mayPull }: { provider: ModelProvider; presets: readonly ModelPreset[]; mayPull: boolean }) {
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  const pulling = usePull(provider.name);
  const refresh = () => client.invalidateQueries({ queryKey: keys.models });
  const test = useMutation({
    mutationFn: () => http.post<TestResult>(`/models/providers/${provider.name}/test`),
    onSuccess: r => (r.ok ? say(text.testOk(r.model ?? '', r.milliseconds)) : say(r.error ?? text.testFailed, text.testFailed)),
    onError: complain,
    onSettled: refresh,
  });
  const remove = useMutation({ mutationFn: () => http.delete(`/models/providers/${provider.id ?? ''}`), onSuccess: () => { say(text.removed); return refresh(); }, onError: complain });
  const facts = [provider.local ? text.here : text.away, provider.id ? undefined : text.shared, provider.keyHint && text.keyHint(provider.keyHint), provider.models.length > 0 ? text.models(provider.models.length) : undefined, provider.defaultModel];
  return (
    <li className={classes.provider}>
      <div className={classes.about}>
        <span className={classes.name}>{provider.name} <span className={classes.health} data-health={provider.health}>{text.health(provider.health)}</span></span>
        <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
        {provider.error && <span className={classes.facts}>{provider.error}</span>}
        {pulling && (
          <span className={classes.facts} role="status">
            {text.pullingNow(pulling.model, pulling.status)}
            {pulling.total ? <Progress mt={4} size="sm" value={((pulling.completed ?? 0) / pulling.total) * 100} aria-label={text.pullingNow(pulling.model, pulling.status)} /> : null}
          </span>
        )}
      </div>
      <div className={classes.acts}>
        {mayPull && provider.canPull && provider.health === 'ready' && !pulling && <Pull provider={provider.name} />}
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()} aria-label={`${text.test} ${provider.name}`}>{text.test}</Button>
        {provider.id && <Button size="xs" variant="default" onClick={() => setChanging(true)} aria-label={`${text.change} ${provider.name}`}>{text.change}</Button>}
        {provider.id && <Button size="xs" variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()} aria-label={`${text.remove} ${provider.name}`}>{text.remove}</Button>}
      </div>
      {changing && <ProviderForm presets={presets} provider={provider} onClose={() => setChanging(false)} />}
    </li>
  );
}
