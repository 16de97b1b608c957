import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '@/lib/http';

/** Something that could not be fetched or done, in words, with the way on. */
export function Trouble({ error, retry, title = 'That did not work' }: { error: unknown; retry?: () => void; title?: string }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title} role="alert">
      <div>{messageOf(error)}</div>
      {retry && <Button mt="xs" size="xs" variant="default" onClick={retry}>Try again</Button>}
    </Alert>
  );
}
