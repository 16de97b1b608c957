import { Button, Chip, Group, MultiSelect, SegmentedControl, Select, Switch, TextInput, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kindsQuery } from '@/features/approvals/kinds';
import { text as approvals } from '@/features/approvals/text';
import { ApiError, http } from '@/lib/http';
import { browserZone, settingsQuery } from '@/lib/session';
import type { Settings } from '@/lib/types';
import { notices } from '@/live/notify';
import { complain, say } from '@/ui/toast';
import { zones } from '@/lib/zone';
import { choices, localeName } from './choices';
import { Section } from '@/ui/Section';
import classes from './Settings.module.css';
import { text } from './text';

export function SettingsForm({ settings }: { settings: Settings }) {
  const client = useQueryClient();
  const { data: kinds = [] } = useQuery(kindsQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [draft, setDraft] = useState(settings);
  const [notified, setNotified] = useState(notices.wanted);
  const toggleNotices = async (on: boolean) => {
    if (!on) notices.stop();
    const granted = on && (await notices.ask());
    setNotified(granted);
    if (on && !granted) say(text.noticesRefused);
  };
  const set = (patch: Partial<Settings>) => setDraft(old => ({ ...old, ...patch }));
  const changed = JSON.stringify(draft) !== JSON.stringify(settings);
  const wrongHours = draft.workdayEnd.slice(0, 5) <= draft.workdayStart.slice(0, 5);
  const save = useMutation({
    mutationFn: () => http.put<Settings>('/settings', draft),
    onSuccess: saved => {
      client.setQueryData(settingsQuery.queryKey, saved);
      setDraft(saved);
      say(text.saved);
    },
    onError: error => complain(error),
  });
  const errors = save.error instanceof ApiError ? save.error.errors : {};

  return (
    <form
      onSubmit={e => {
        e.preventDefault();
        if (!wrongHours) save.mutate();
      }}
    >
      <Section title={text.time}>
        <Select label={text.zone} description={text.zoneHint} searchable data={zones(draft.zone)} value={draft.zone} onChange={v => v && set({ zone: v })} error={errors['zone']?.[0]} />
        {draft.zone !== browserZone && <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => set({ zone: browserZone })}>{text.useBrowser(browserZone)}</Button>}
        <Select label={text.locale} description={text.localeHint} searchable data={choices.locales(draft.locale).map(l => ({ value: l, label: localeName(l) }))} value={draft.locale} onChange={v => v && set({ locale: v })} error={errors['locale']?.[0]} />
      </Section>
      <Section title={text.hours} hint={text.hoursHint}>
        <Group grow align="start">
          <TextInput type="time" label={text.from} value={draft.workdayStart.slice(0, 5)} onChange={e => set({ workdayStart: `${e.currentTarget.value}:00` })} required />
          <TextInput type="time" label={text.to} value={draft.workdayEnd.slice(0, 5)} onChange={e => set({ workdayEnd: `${e.currentTarget.value}:00` })} required error={wrongHours ? text.order : errors['workdayEnd']?.[0]} />
        </Group>
        <Chip.Group multiple value={draft.workdays.map(String)} onChange={v => set({ workdays: v.map(Number).sort((a, b) => a - b) })}>
          <Group gap={6} role="group" aria-label={text.daysLabel}>{text.days.map((d, i) => <Chip key={d} value={String(i + 1)} size="xs" variant="light">{d}</Chip>)}</Group>
        </Chip.Group>
      </Section>
      <Section title={text.safety}>
        <Select label={text.undo} description={text.undoHint} data={choices.seconds(draft.undoWindowSeconds)} value={String(draft.undoWindowSeconds)} onChange={v => v && set({ undoWindowSeconds: Number(v) })} />
        <Group grow align="start">
          <Select label={text.approval} data={choices.minutes(draft.approvalMinutes)} value={String(draft.approvalMinutes)} onChange={v => v && set({ approvalMinutes: Number(v) })} />
          <Select label={text.batch} data={choices.minutes(draft.batchApprovalMinutes)} value={String(draft.batchApprovalMinutes)} onChange={v => v && set({ batchApprovalMinutes: Number(v) })} />
        </Group>
        <p className={classes.hint}>{text.waitHint}</p>
        <MultiSelect
          label={text.autoReject} description={text.autoRejectHint} placeholder={draft.autoReject.length === 0 ? text.autoRejectPick : undefined} searchable clearable value={draft.autoReject} onChange={autoReject => set({ autoReject })}
          data={[...new Set([...kinds.map(k => k.name), ...draft.autoReject])].map(k => ({ value: k, label: approvals.kind(k) }))} clearButtonProps={{ 'aria-label': text.autoRejectPick }}
        />
      </Section>
      <Section title={text.appearance} hint={text.appearanceHint}>
        <SegmentedControl aria-label={text.appearance} value={colorScheme} onChange={v => setColorScheme(v as 'light' | 'dark' | 'auto')} data={Object.entries(text.schemes).map(([value, label]) => ({ value, label }))} />
      </Section>
      {notices.possible() && (
        <Section title={text.notices} hint={text.appearanceHint}>
          <Switch checked={notified} onChange={e => void toggleNotices(e.currentTarget.checked)} label={text.noticesLabel} description={text.noticesHint} />
        </Section>
      )}
      <div className={classes.save}>
        <span role="status">{changed ? text.unsaved : ''}</span>
        <Button type="submit" disabled={!changed || wrongHours} loading={save.isPending}>{text.save}</Button>
      </div>
    </form>
  );
}
