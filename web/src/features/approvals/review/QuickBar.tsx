import { Button, CloseButton, Group } from '@mantine/core';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCommands } from '@/commands/registry';
import { Keys } from '@/commands/Keys';
import { keys } from '@/live/reduce';
import type { Proposal } from '@/lib/types';
import { say } from '@/ui/toast';
import { cardFor } from '../cards/registry';
import { useDecisions } from '../decide';
import { needsOwn } from '../needsOwn';
import { panel } from '../panel';
import { quick } from '../quick';
import { text } from '../text';
import { ConfirmHighRisk } from './ConfirmHighRisk';
import classes from './QuickBar.module.css';
import { RiskReasons } from './RiskReasons';

/** What a click proposed, with its before and after, one click from done. High risk and mail that leaves go to the panel instead; what is decided elsewhere meanwhile leaves the bar. */
export default function QuickBar({ proposals: proposed }: { proposals: readonly Proposal[] }) {
  const d = useDecisions();
  const client = useQueryClient();
  const apart = proposed.some(needsOwn);
  // Held among the cached proposals, so that live events and decisions reach them as they reach every list.
  const { data } = useQuery({ queryKey: keys.quick(proposed[0]!.id), queryFn: skipToken, initialData: { items: [...proposed] }, gcTime: 0 });
  const proposals = (data?.items ?? proposed).filter(p => p.state === 'pending');
  const elsewhere = proposals.length === 0;
  const first = proposals[0] ?? proposed[0]!;
  const { icon: Icon, Body } = cardFor(first.kind);

  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.proposals });
    if (apart) {
      panel.open();
      quick.close();
    }
  }, [apart, client]);

  useEffect(() => {
    if (!elsewhere) return;
    say(text.quick.elsewhere);
    quick.close();
  }, [elsewhere]);

  const approve = () => {
    d.decideMany(proposals, []);
    quick.close();
  };
  const dismiss = () => {
    d.decideMany([], proposals);
    quick.close();
  };
  useCommands([
    { id: 'quick.approve', title: text.approve, section: text.commands.section, shortcut: 'y', quiet: true, run: approve },
    { id: 'quick.dismiss', title: text.quick.dismiss, section: text.commands.section, shortcut: 'escape', quiet: true, run: dismiss },
  ]);
  if (apart || elsewhere) return null;

  return (
    <section className={classes.root} aria-label={text.quick.title} role="region">
      <span className={classes.icon}><Icon size={18} stroke={1.7} /></span>
      <div className={classes.main} role="status">
        <strong className="outside">{proposals.length === 1 ? first.preview.title : text.kindMany(first.kind, proposals.length)}</strong>
        <small className="outside">{[...new Set(proposals.map(p => p.accountAddress))].join(', ')}</small>
        <Body proposal={first} />
        <RiskReasons proposal={first} />
        {proposals.length > 1 && <small>{text.quick.more(proposals.length - 1)}</small>}
      </div>
      <Group gap={6} wrap="nowrap">
        <Button onClick={approve} rightSection={<span className={classes.keys}><Keys shortcut="y" /></span>}>{text.approve}</Button>
        <CloseButton onClick={dismiss} aria-label={text.quick.dismiss} />
      </Group>
      {d.confirming && <ConfirmHighRisk proposal={d.confirming} busy={d.busy} onCancel={d.cancelConfirm} onConfirm={() => d.approve(d.confirming!, true)} />}
    </section>
  );
}
