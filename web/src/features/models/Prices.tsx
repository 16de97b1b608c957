import { Button, Group, NumberInput, Select, Skeleton, Table, TextInput, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, http } from '@/lib/http';
import { useManner } from '@/lib/session';
import { dayOf } from '@/lib/zone';
import type { ModelsView, Price, PricesView } from '@/lib/types';
import { keys } from '@/live/reduce';
import { complain, say } from '@/ui/toast';
import { pricesQuery } from './api';
import classes from './Models.module.css';
import { text } from './text';

/** What models cost, each line from a day on; one's own lines stand before those that Steward brings. */
export function Prices({ models }: { models: ModelsView }) {
  const client = useQueryClient();
  const { zone } = useManner();
  const { data: prices } = useQuery(pricesQuery);
  const [all, setAll] = useState(false);
  const today = dayOf(Date.now(), zone);
  const empty = { provider: models.providers.find(p => !p.local)?.name ?? models.presets.find(p => p.needsKey)?.name ?? '', model: '', validFrom: today, input: '' as string | number, output: '' as string | number };
  const [draft, setDraft] = useState(empty);
  const refresh = (view: PricesView) => { client.setQueryData(pricesQuery.queryKey, view); void client.invalidateQueries({ queryKey: keys.models }); };
  const save = useMutation({
    mutationFn: () => http.put<PricesView>('/models/prices', { ...draft, model: draft.model.trim(), input: Number(draft.input), output: Number(draft.output) }),
    onSuccess: view => { refresh(view); setDraft(empty); say(text.saved); },
    onError: error => { if (!(error instanceof ApiError && Object.keys(error.errors).length > 0)) complain(error); },
  });
  const remove = useMutation({ mutationFn: (p: Price) => http.delete(`/models/prices/${p.id ?? ''}`), onSuccess: () => void client.invalidateQueries({ queryKey: pricesQuery.queryKey }), onError: complain });
  const errors = save.error instanceof ApiError ? save.error.errors : {};
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (draft.provider && draft.model.trim() && draft.input !== '' && draft.output !== '') save.mutate();
  };
  if (!prices) return <Skeleton h={140} radius="lg" />;
  const used = new Set(models.providers.map(p => p.name));
  const shown = prices.items.filter(p => all || p.id || used.has(p.provider));
  return (
    <>
      {shown.length === 0 ? <p className={classes.facts}>{text.noPrices}</p> : (
        <Table.ScrollContainer minWidth={440} type="native" tabIndex={0} role="region" aria-label={text.priceTable}>
          <Table verticalSpacing={6} className="tabular">
            <Table.Thead><Table.Tr><Table.Th>{text.priceModel}</Table.Th><Table.Th>{text.priceFrom}</Table.Th><Table.Th ta="right">{text.priceIn}</Table.Th><Table.Th ta="right">{text.priceOut}</Table.Th><Table.Th><VisuallyHidden>{text.remove}</VisuallyHidden></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {shown.map(p => (
                <Table.Tr key={p.id ?? `${p.provider}/${p.model}/${p.validFrom}`}>
                  <Table.Td>{p.provider}/{p.model}{p.id && <span className={classes.facts}> · {text.changed}</span>}</Table.Td>
                  <Table.Td className={classes.day}>{p.validFrom}</Table.Td>
                  <Table.Td ta="right">{p.input}</Table.Td>
                  <Table.Td ta="right">{p.output}</Table.Td>
                  <Table.Td ta="right">{p.id && <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove.mutate(p)} aria-label={text.removePrice(`${p.provider}/${p.model}`, p.validFrom)}>{text.remove}</Button>}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {(all || shown.length < prices.items.length) && <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setAll(a => !a)}>{all ? text.fewerPrices : text.allPrices(prices.items.length)}</Button>}
      <p className={classes.facts}>{prices.source}</p>
      <form onSubmit={submit} className={classes.price}>
        <Select label={text.provider} value={draft.provider} onChange={v => setDraft(d => ({ ...d, provider: v ?? '' }))} data={[...new Set([...models.providers.filter(p => !p.local).map(p => p.name), ...models.presets.filter(p => p.needsKey).map(p => p.name)])]} allowDeselect={false} error={errors['provider']?.[0]} />
        <TextInput label={text.priceModel} placeholder="gpt-5-mini" value={draft.model} onChange={e => { const model = e.currentTarget.value; setDraft(d => ({ ...d, model })); }} error={errors['model']?.[0]} required />
        <TextInput type="date" label={text.priceFrom} value={draft.validFrom} onChange={e => { const validFrom = e.currentTarget.value; setDraft(d => ({ ...d, validFrom })); }} error={errors['validFrom']?.[0]} required />
        <NumberInput label={text.priceIn} min={0} decimalScale={6} value={draft.input} onChange={input => setDraft(d => ({ ...d, input }))} error={errors['input']?.[0]} required />
        <NumberInput label={text.priceOut} min={0} decimalScale={6} value={draft.output} onChange={output => setDraft(d => ({ ...d, output }))} error={errors['output']?.[0]} required />
        <Group align="end"><Button type="submit" variant="default" loading={save.isPending}>{text.setPrice}</Button></Group>
      </form>
    </>
  );
}
