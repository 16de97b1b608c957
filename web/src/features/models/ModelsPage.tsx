import { Button, Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { Trouble } from '@/ui/Trouble';
import { modelsQuery, recordingQuery } from './api';
import { Brains } from './Brains';
import { Choices } from './Choices';
import classes from './Models.module.css';
import { Planning } from './Planning';
import { Prices } from './Prices';
import { ProviderForm } from './ProviderForm';
import { ProviderRow } from './ProviderRow';
import { Recording } from './Recording';
import { Routes } from './Routes';
import { text } from './text';

export function ModelsPage() {
  const models = useQuery(modelsQuery);
  const { data: recording } = useQuery(recordingQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Page title={text.title} lead={text.lead} tools={<Button component={Link} to="/usage" variant="default">{text.usage}</Button>}>
      {models.data ? (
        <>
          <Section title={text.brains} hint={text.brainsHint}><Brains models={models.data} /></Section>
          <Section title={text.planning} hint={text.planningHint}><Planning /></Section>
          <Section title={text.providers} hint={text.providersHint}>
            {models.data.providers.length === 0 ? <p className={classes.facts}>{text.noProviders}</p>
            : <ul className={classes.list}>{models.data.providers.map(p => <ProviderRow key={p.id ?? p.name} provider={p} presets={models.data.presets} mayPull={models.data.mayOperate} />)}</ul>}
            <Button w="fit-content" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{text.add}</Button>
          </Section>
          <Section title={text.privacy} hint={text.privacyHint}><Choices models={models.data} /></Section>
          <Section title={text.routes} hint={text.routesHint}><Routes models={models.data} /></Section>
          <Section title={text.prices} hint={text.pricesHint}><Prices models={models.data} /></Section>
          {recording && (recording.on || recording.exchanges > 0) && <Section title={text.recording} hint={text.recordingHint}><Recording recording={recording} /></Section>}
          {adding && <ProviderForm presets={models.data.presets} onClose={() => setAdding(false)} />}
        </>
      ) : models.isError ? <Trouble error={models.error} retry={() => void models.refetch()} />
      : <Stack gap="lg" aria-busy>{[0, 1, 2].map(i => <Skeleton key={i} h={150} radius="lg" />)}</Stack>}
    </Page>
  );
}
