import { Radio, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@/lib/http';
import { settingsQuery } from '@/lib/session';
import type { Settings } from '@/lib/types';
import { complain, say } from '@/ui/toast';
import { text } from './text';

const ways = ['auto', 'builtIn', 'model'] as const;

/** Who turns requests into plans. What a plan may change is the same with each. */
export function Planning() {
  const client = useQueryClient();
  const { data: settings } = useQuery(settingsQuery);
  const save = useMutation({
    mutationFn: (planWith: Settings['planWith']) => http.put<Settings>('/settings', { ...settings, planWith }),
    onSuccess: saved => { client.setQueryData(settingsQuery.queryKey, saved); say(text.saved); },
    onError: complain,
  });
  if (!settings) return null;
  return (
    <Radio.Group value={save.isPending ? save.variables : settings.planWith} onChange={v => save.mutate(v as Settings['planWith'])} aria-label={text.planning}>
      <Stack gap="sm">{ways.map(way => <Radio key={way} value={way} label={text.planWith[way].label} description={text.planWith[way].hint} />)}</Stack>
    </Radio.Group>
  );
}
