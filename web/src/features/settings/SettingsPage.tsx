import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { People } from '@/features/people/People';
import { settingsQuery } from '@/lib/session';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { Manner } from './Manner';
import { Permissions } from './Permissions';
import { SettingsForm } from './SettingsForm';
import { text } from './text';
import { YourData } from './YourData';

export function SettingsPage() {
  const settings = useQuery(settingsQuery);
  return (
    <Page title={text.title}>
      {settings.data ? <><SettingsForm settings={settings.data} /><People /><Manner /><Permissions /><YourData /></>
      : settings.isError ? <Trouble error={settings.error} retry={() => void settings.refetch()} />
      : <Stack gap="lg" aria-busy>{[0, 1, 2].map(i => <Skeleton key={i} h={150} radius="lg" />)}</Stack>}
    </Page>
  );
}
