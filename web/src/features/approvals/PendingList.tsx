import { Button, Skeleton, Stack } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '@/ui/Empty';
import { Trouble } from '@/ui/Trouble';
import { usePending, useWaitingForConsent } from './api';
import { BatchReview } from './BatchReview';
import { ProposalCard } from './ProposalCard';
import { ConsentList } from './review/ConsentList';
import { groups } from './tally';
import { text } from './text';

interface Props {
  focusedId?: string | undefined;
  marked?: ReadonlySet<string>;
  editingId?: string | null;
  onEditing?: (id: string | null) => void;
}

/** Everything that waits for the person, batches together. */
export function PendingList({ focusedId, marked, editingId, onEditing }: Props) {
  const pending = usePending();
  const { data: consents = [] } = useWaitingForConsent();
  if (pending.isError && !pending.data) return <Trouble error={pending.error} retry={() => void pending.refetch()} />;
  if (!pending.data) return <Stack gap="sm" aria-busy>{[0, 1, 2].map(i => <Skeleton key={i} h={120} radius="lg" />)}</Stack>;
  if (pending.data.length === 0 && consents.length > 0) return <ConsentList proposals={consents} />;
  if (pending.data.length === 0)
    return <Empty icon={IconChecklist} title={text.panel.empty} action={<Button component={Link} to="/chat" variant="light">{text.panel.ask}</Button>}>{text.panel.emptyText}</Empty>;
  return (
    <Stack gap="sm">
      {consents.length > 0 && <ConsentList proposals={consents} />}
      {groups(pending.data).map(group =>
        group.length > 1 ? <BatchReview key={group[0]!.id} proposals={group} focusedId={focusedId} marked={marked} {...(onEditing ? { editingId: editingId ?? null, onEditing } : {})} />
        : (
          <div key={group[0]!.id} id={`proposal-${group[0]!.id}`}>
            <ProposalCard
              proposal={group[0]!} focused={group[0]!.id === focusedId} marked={marked?.has(group[0]!.id) ?? false}
              {...(onEditing ? { editing: editingId === group[0]!.id, onEditing } : {})}
            />
          </div>
        ))}
    </Stack>
  );
}
