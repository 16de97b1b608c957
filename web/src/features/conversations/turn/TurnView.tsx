import { Button, Group, Loader, Skeleton, Stack } from '@mantine/core';
import { IconPencil, IconPlayerStop, IconRefresh, IconRoute } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRunProposals } from '@/features/approvals/api';
import { BatchReview } from '@/features/approvals/BatchReview';
import { ProposalCard } from '@/features/approvals/ProposalCard';
import { groups } from '@/features/approvals/tally';
import { WaitingNow } from '@/features/runs/Waiting';
import { http } from '@/lib/http';
import type { Turn } from '@/lib/types';
import { useThinking } from '@/live/thinking';
import { complain } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { When } from '@/ui/When';
import { followUps } from '../followUps';
import { text } from '../text';
import { AnswerView } from './AnswerView';
import { Files } from './Files';
import { PlanView } from './PlanView';
import { Question } from './Question';
import { Refusal } from './Refusal';
import { TurnBrains } from './TurnBrains';
import classes from './Turn.module.css';

interface Props {
  turn: Turn;
  latest: boolean;
  onSend: (message: string) => void;
  onEdit: (message: string) => void;
}

/** One request and everything that came of it: plan, steps, what waits for approval, the answer. */
export function TurnView({ turn, latest, onSend, onEdit }: Props) {
  const proposes = turn.plan?.steps.some(s => s.effect === 'propose') ?? false;
  const proposals = useRunProposals(turn.runId, proposes && turn.state !== 'planning');
  const thoughts = useThinking(turn.id);
  const running = turn.state === 'running' || turn.state === 'waiting';
  const over = turn.state === 'completed' || turn.state === 'failed' || turn.state === 'asked' || turn.state === 'refused';
  const next = latest ? followUps(turn) : [];
  const stop = () => void http.post(`/runs/${turn.runId}/cancel`).catch(complain);

  return (
    <article id={`turn-${turn.id}`} className={classes.turn} data-latest={latest || undefined} aria-label={turn.message}>
      <div className={classes.said}>
        <p className="outside">{turn.message}</p>
        {turn.attachments.length > 0 && <Files files={turn.attachments} />}
        <When at={turn.createdAt} as="ago" className={classes.when} />
      </div>
      <div className={classes.reply} aria-busy={turn.state === 'planning' || turn.state === 'running'}>
        {turn.state === 'planning' && !turn.plan && (
          <Stack gap={8} className={classes.planning}>
            <Group gap={8} role="status"><Loader size={14} />{text.planning}</Group>
            <Skeleton h={12} w="70%" /><Skeleton h={12} w="52%" />
          </Stack>
        )}
        {turn.plan && <PlanView turn={turn} plan={turn.plan} />}
        {turn.runId && !over && <WaitingNow id={turn.runId} />}
        {turn.state !== 'planning' && (!turn.plan || turn.models.length > 0 || turn.made?.why || turn.made?.asked) && <TurnBrains turn={turn} />}
        {thoughts.length > 0 && (
          <details className={classes.thinking}>
            <summary>{text.thinking}</summary>
            {thoughts.map((line, i) => <p key={i} className="outside">{line}</p>)}
          </details>
        )}
        {turn.question && <Question question={turn.question} onSend={onSend} enabled={latest} />}
        {turn.refusal && <Refusal refusal={turn.refusal} onEdit={onEdit} />}
        {groups(proposals.data ?? []).map(group =>
          group.length > 1 ? <BatchReview key={group[0]!.id} proposals={group} /> : <ProposalCard key={group[0]!.id} proposal={group[0]!} />)}
        {turn.answer && <AnswerView answer={turn.answer} />}
        {turn.state === 'failed' && <Trouble title={text.failed} error={new Error(turn.error ?? text.failed)} />}
        {next.length > 0 && (
          <div className={classes.follow} role="group" aria-label={text.followUps}>{next.map(message => <button key={message} type="button" onClick={() => onSend(message)}>{message}</button>)}</div>
        )}
        {latest && (over || running) && (
          <Group gap={4} className={classes.again}>
            {running && turn.runId && <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconPlayerStop size={14} />} onClick={stop}>{text.stop}</Button>}
            {over && <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconRefresh size={14} />} onClick={() => onSend(turn.message)}>{text.askAgain}</Button>}
            {over && <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconPencil size={14} />} onClick={() => onEdit(turn.message)}>{text.editAgain}</Button>}
            {turn.runId && <Button renderRoot={props => <Link to="/runs/$runId" params={{ runId: turn.runId! }} {...props} />} size="compact-xs" variant="subtle" color="gray" leftSection={<IconRoute size={14} />}>{text.details}</Button>}
          </Group>
        )}
      </div>
    </article>
  );
}
