import { Button, Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { Trouble } from '@/ui/Trouble';
import { AddProvider } from './AddProvider';
import { modelsQuery } from './api';
import { Brains } from './Brains';
import { Choices } from './Choices';
import classes from './Models.module.css';
import { ProviderRow } from './ProviderRow';
import { Routes } from './Routes';
import { text } from './text';

export function ModelsPage() {
  const models = useQuery(modelsQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Page title={text.title} lead={text.lead} tools={<Button component={Link} to="/usage" variant="default">{text.usage}</Button>}>
      {models.data ? (
        <>
          <Section title={text.brains} hint={text.brainsHint}><Brains models={models.data} /></Section>
          <Section title={text.providers} hint={text.providersHint}>
            {models.data.providers.length === 0 ? <p className={classes.facts}>{text.noProviders}</p>
            : <ul className={classes.list}>{models.data.providers.map(p => <ProviderRow key={p.id ?? p.name} provider={p} mayPull={models.data.mayOperate} />)}</ul>}
            <Button w="fit-content" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>{text.add}</Button>
          </Section>
          <Section title={text.privacy} hint={text.privacyHint}><Choices models={models.data} /></Section>
          <Section title={text.routes} hint={text.routesHint}><Routes models={models.data} /></Section>
          {adding && <AddProvider presets={models.data.presets} onClose={() => setAdding(false)} />}
        </>
      ) : models.isError ? <Trouble error={models.error} retry={() => void models.refetch()} />
      : <Stack gap="lg" aria-busy>{[0, 1, 2].map(i => <Skeleton key={i} h={150} radius="lg" />)}</Stack>}
    </Page>
  );
}
