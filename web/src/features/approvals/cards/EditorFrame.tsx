import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { messageOf } from '@/lib/http';
import { text } from '../text';
import classes from './Body.module.css';

interface Props {
  children: ReactNode;
  onSubmit: () => void;
  onCancel: () => void;
  saving: boolean;
  /** The server's refusal of what was saved last: it stands where the person is looking. */
  refused: unknown;
}

/** The form around every editor: fields, the refusal in words, save and cancel. Ctrl+Enter saves. */
export function EditorFrame({ children, onSubmit, onCancel, saving, refused }: Props) {
  const submit = (e: FormEvent) => {
    e.preventDefault();
    onSubmit();
  };
  return (
    <form
      onSubmit={submit} noValidate
      onKeyDown={e => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) onSubmit();
        if (e.key === 'Escape') {
          e.stopPropagation();
          onCancel();
        }
      }}
    >
      <Stack gap="xs">
        {children}
        {refused != null && <p role="alert" className={classes.refused}>{messageOf(refused)}</p>}
        <Group gap="xs">
          <Button type="submit" loading={saving}>{text.save}</Button>
          <Button variant="default" onClick={onCancel}>{text.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
