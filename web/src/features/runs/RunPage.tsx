import { ActionIcon, Button, Group, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconZoomQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiError } from '@/lib/http';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Trouble } from '@/ui/Trouble';
import { eventsQuery, graphQuery, runQuery, stretch } from './api';
import { Acts } from './run/Acts';
import { CheckpointView } from './run/CheckpointView';
import { DeadLetter } from './run/DeadLetter';
import { Facts } from './run/Facts';
import { Questions } from './run/Questions';
import { Timeline } from './run/Timeline';
import classes from './Runs.module.css';
import { text } from './text';
import { WaitingNow, Waits } from './Waiting';

const Graph = lazy(() => import('./run/Graph'));
const route = getRouteApi('/app/runs/$runId');

/** One run: how it stands, its workflow, its steps, and the state after each of them. Which step is looked at stands in the address. */
export function RunPage() {
  const { runId } = route.useParams();
  const { step } = route.useSearch();
  const navigate = route.useNavigate();
  const run = useQuery(runQuery(runId));
  const graph = useQuery(graphQuery(runId));
  const last = (run.data?.steps ?? 0) - 1;
  const shown = step === undefined ? last : Math.min(step, last);
  const part = Math.max(0, Math.floor(shown / stretch));
  const events = useQuery({ ...eventsQuery(runId, part), enabled: last >= 0 });
  const back = <Button component={Link} to="/runs" size="xs" variant="subtle" color="gray" leftSection={<IconArrowLeft size={14} />}>{text.back}</Button>;

  if (run.isError && !run.data) {
    const gone = run.error instanceof ApiError && run.error.status === 404;
    return (
      <Page title={text.title} tools={back}>
        {gone ? <Empty icon={IconZoomQuestion} title={text.gone} action={<Button component={Link} to="/runs" variant="light">{text.back}</Button>} /> : <Trouble error={run.error} retry={() => void run.refetch()} />}
      </Page>
    );
  }
  if (!run.data) return <Page title={text.title} tools={back} wide><Stack gap={12} aria-busy><Skeleton h={54} /><Skeleton h={260} /><Skeleton h={200} /></Stack></Page>;

  const steps = events.data?.items ?? [];
  const choose = (seq: number) => void navigate({ search: seq === last ? {} : { step: seq }, replace: true, resetScroll: false });
  return (
    <Page title={run.data.title ?? text.workflow(run.data.workflow)} tools={back} wide>
      <Facts run={run.data} />
      <WaitingNow id={runId} />
      <Group gap={8} mb="md"><Acts run={run.data} /></Group>
      {run.data.state === 'failed' && <DeadLetter run={run.data} />}
      {run.data.waitingFor.length > 0 && <Questions run={run.data} />}
      <section className={classes.section} aria-labelledby="run-graph">
        <h2 id="run-graph">{text.graph}</h2>
        {graph.isError && !graph.data ? <Trouble error={graph.error} retry={() => void graph.refetch()} />
        : !graph.data ? <Skeleton h={260} radius="md" />
        : <Suspense fallback={<Skeleton h={260} radius="md" />}><Graph graph={graph.data} /></Suspense>}
      </section>
      <Waits runId={runId} />
      <div className={classes.columns}>
        <section className={classes.section} aria-labelledby="run-steps">
          <div className={classes.sectionHead}>
            <h2 id="run-steps">{last < stretch ? text.timeline : text.stepsOf(part * stretch, Math.min(last, (part + 1) * stretch - 1), last + 1)}</h2>
            {last >= stretch && (
              <Group gap={4} ml="auto" wrap="nowrap">
                <ActionIcon aria-label={text.earlierSteps} disabled={part === 0} onClick={() => choose(part * stretch - 1)}><IconChevronLeft size={16} /></ActionIcon>
                <ActionIcon aria-label={text.laterSteps} disabled={(part + 1) * stretch > last} onClick={() => choose((part + 1) * stretch)}><IconChevronRight size={16} /></ActionIcon>
              </Group>
            )}
          </div>
          {events.isError && !events.data ? <Trouble error={events.error} retry={() => void events.refetch()} />
          : !events.data ? <Skeleton h={200} /> : <Timeline steps={steps} shown={shown} last={last} onChoose={choose} />}
        </section>
        <CheckpointView run={run.data} seq={shown} last={last} onChoose={choose} />
      </div>
    </Page>
  );
}
