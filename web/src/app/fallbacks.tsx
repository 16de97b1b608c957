import { Button, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { IconCompassOff } from '@tabler/icons-react';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Empty } from '@/ui/Empty';
import { Trouble } from '@/ui/Trouble';
import { text } from './text';

export function PagePending() {
  return (
    <Stack p="xl" gap="sm" aria-busy>
      <VisuallyHidden role="status">{text.loading}</VisuallyHidden>
      <Skeleton h={22} w="30%" />
      <Skeleton h={14} w="70%" />
      <Skeleton h={14} w="62%" />
      <Skeleton h={14} w="66%" />
    </Stack>
  );
}

export function NotFound() {
  return (
    <main style={{ paddingTop: '12vh' }}>
      <Empty icon={IconCompassOff} title={text.notFound.title} action={<Button component={Link} to="/chat">{text.notFound.home}</Button>}>{text.notFound.text}</Empty>
    </main>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const stale = /dynamically imported module|Importing a module/.test(error instanceof Error ? error.message : '');
  return (
    <div style={{ maxWidth: 560, margin: '10vh auto', padding: '0 20px' }}>
      <Trouble title={text.failed.title} error={error} retry={stale ? () => window.location.reload() : reset} />
    </div>
  );
}
