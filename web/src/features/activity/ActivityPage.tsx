import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { kindsQuery } from '@/features/approvals/kinds';
import { text as approvals } from '@/features/approvals/text';
import type { ProposalState } from '@/lib/types';
import { Page } from '@/ui/Page';
import classes from './Activity.module.css';
import { AuditLog } from './AuditLog';
import { Done } from './Done';
import { text } from './text';

const route = getRouteApi('/app/activity');
const states: ProposalState[] = ['done', 'undone', 'rejected', 'failed', 'unknown', 'expired', 'stale', 'cancelled', 'approved'];

export function ActivityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const audit = search.tab === 'audit';
  const { data: kinds = [] } = useQuery(kindsQuery);
  return (
    <Page
      title={text.title} wide={audit}
      tools={
        <SegmentedControl
          size="xs" aria-label={text.tabs.label} value={audit ? 'audit' : 'done'} data={[{ value: 'done', label: text.tabs.done }, { value: 'audit', label: text.tabs.audit }]}
          onChange={v => void navigate({ search: v === 'audit' ? { tab: 'audit' } : {} })}
        />
      }
    >
      {audit ? <AuditLog q={search.q} onSearch={q => void navigate({ search: { tab: 'audit', ...(q ? { q } : {}) }, replace: true })} /> : (
        <>
          <div className={classes.filters}>
            <Select
              size="xs" aria-label={text.filterState} value={search.state ?? ''} data={[{ value: '', label: text.allStates }, ...states.map(s => ({ value: s, label: approvals.stateName(s) }))]}
              onChange={state => void navigate({ search: old => ({ ...old, state: state || undefined }) })}
            />
            <Select
              size="xs" aria-label={text.filterKind} searchable value={search.kind ?? ''} data={[{ value: '', label: text.allKinds }, ...kinds.map(k => ({ value: k.name, label: approvals.kind(k.name) }))]}
              onChange={kind => void navigate({ search: old => ({ ...old, kind: kind || undefined }) })}
            />
          </div>
          <Done state={search.state} kind={search.kind} open={search.id} onClear={() => void navigate({ search: {} })} />
        </>
      )}
    </Page>
  );
}
