import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { http } from '@/lib/http';
import { complain, say } from '@/ui/toast';
import { text } from './text';

export function Pull({ provider }: { provider: string }) {
  const [opened, setOpened] = useState(false);
  const [model, setModel] = useState('llama3.2:3b');
  const pull = useMutation({
    mutationFn: () => http.post(`/models/providers/${provider}/pull`, { model: model.trim() }),
    onSuccess: () => { say(text.pulling(model)); setOpened(false); },
    onError: complain,
  });
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus withArrow>
      <Popover.Target><Button size="xs" variant="default" onClick={() => setOpened(o => !o)}>{text.pull}</Button></Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={e => { e.preventDefault(); pull.mutate(); }}>
          <Stack gap="xs"><TextInput size="xs" label={text.model} value={model} onChange={e => setModel(e.currentTarget.value)} required /><Button size="xs" type="submit" loading={pull.isPending}>{text.pullStart}</Button></Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
