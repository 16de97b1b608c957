import { Button, Progress, Skeleton, Stack } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text as models } from '@/features/models/text';
import { http } from '@/lib/http';
import type { Conversation, ModelTask, UsagePart, UsageView } from '@/lib/types';
import { keys } from '@/live/reduce';
import { Empty } from '@/ui/Empty';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { Trouble } from '@/ui/Trouble';
import { text } from './text';
import classes from './Usage.module.css';

const usageQuery = queryOptions({ queryKey: keys.usage, queryFn: ({ signal }) => http.get<UsageView>('/usage', { days: 30 }, signal) });
const titlesQuery = queryOptions({ queryKey: [...keys.conversations, 'titles'], queryFn: ({ signal }) => http.get<{ items: Pick<Conversation, 'id' | 'title'>[] }>('/conversations', undefined, signal) });
const usd = (amount: number) => new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: amount > 0 && amount < 0.1 ? 4 : 2 }).format(amount);

export function UsagePage() {
  const usage = useQuery(usageQuery);
  const { data: titles } = useQuery(titlesQuery);
  const title = (id: string) => titles?.items.find(c => c.id === id)?.title ?? text.gone;
  return (
    <Page title={text.title} lead={text.lead} tools={<Button component={Link} to="/models" variant="default">{text.models}</Button>}>
      {usage.data ? <Shown usage={usage.data} title={title} />
      : usage.isError ? <Trouble error={usage.error} retry={() => void usage.refetch()} />
      : <Stack gap="lg" aria-busy>{[0, 1, 2].map(i => <Skeleton key={i} h={130} radius="lg" />)}</Stack>}
    </Page>
  );
}

function Shown({ usage, title }: { usage: UsageView; title: (id: string) => string }) {
  const { budget, total, forecast } = usage;
  return (
    <>
      <div className={classes.tiles}>
        <Tile label={text.today} value={text.ofLimit(usd(budget.spentToday), usd(budget.perDay))}><Used spent={budget.spentToday} limit={budget.perDay} label={text.today} /></Tile>
        <Tile label={text.hour} value={text.ofLimit(usd(budget.spentThisHour), usd(budget.perHour))}><Used spent={budget.spentThisHour} limit={budget.perHour} label={text.hour} /></Tile>
        <Tile label={text.month} value={usd(forecast.monthSoFar)}><p className={classes.small}>{text.forecast(usd(forecast.monthEnd), forecast.ofDays)}</p></Tile>
        <Tile label={text.calls} value={String(total.calls)}><p className={classes.small}>{text.callsMore(total.failed, total.cached, usd(total.saved))}</p></Tile>
      </div>
      {total.calls === 0 ? <Empty icon={IconChartBar} title={text.none}>{text.noneText}</Empty> : (
        <>
          {total.estimated > 0 && <p className={classes.small}>{text.estimated(total.estimated)}</p>}
          <Section title={text.days}><Days usage={usage} /></Section>
          <Section title={text.byModel}><Parts parts={usage.models} name={key => key} /></Section>
          <Section title={text.byTask}><Parts parts={usage.tasks} name={key => models.task(key as ModelTask)} /></Section>
          {usage.conversations.length > 0 && <Section title={text.byConversation}><Parts parts={usage.conversations} name={title} /></Section>}
        </>
      )}
    </>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  return <div className={classes.tile}><span className={classes.label}>{label}</span><span className={classes.value}>{value}</span>{children}</div>;
}

function Used({ spent, limit, label }: { spent: number; limit: number; label: string }) {
  const share = limit > 0 ? Math.min(100, (spent / limit) * 100) : 100;
  return <Progress.Root size="sm"><Progress.Section value={share} color={share >= 100 ? 'red' : share >= 80 ? 'orange' : 'teal'} aria-label={label} /></Progress.Root>;
}

/** Cost where there is any, else tokens: a month on this machine's models has a shape too. */
function Days({ usage }: { usage: UsageView }) {
  const of = usage.total.cost > 0 ? (d: UsageView['days'][number]) => d.cost : (d: UsageView['days'][number]) => d.tokens;
  const most = Math.max(...usage.days.map(of), 0.000001);
  return (
    <ul className={classes.bars}>
      {usage.days.map(d => (
        <li key={d.day} className={classes.bar} data-empty={d.calls === 0 || undefined} title={text.day(d.day, usd(d.cost), text.count(d.calls))} aria-label={text.day(d.day, usd(d.cost), text.count(d.calls))}>
          <i style={{ height: `${(of(d) / most) * 100}%` }} />
        </li>
      ))}
    </ul>
  );
}

function Parts({ parts, name }: { parts: readonly UsagePart[]; name: (key: string) => string }) {
  return (
    <ul className={classes.rows}>
      {parts.map(p => (
        <li key={p.key} className={classes.row}>
          <span>{name(p.key)}</span>
          <span className={classes.cost}>{usd(p.cost)}</span>
          <span className={classes.small}>{[text.count(p.calls), text.tokens(p.tokens), p.local ? models.here : undefined].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
