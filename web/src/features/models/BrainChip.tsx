import { IconCloud, IconCpu } from '@tabler/icons-react';
import type { Brain } from '@/lib/types';
import classes from './Models.module.css';
import { text } from './text';

/** What did the thinking, and whether anything left the machine for it. */
export function BrainChip({ brain }: { brain: Brain }) {
  const Icon = brain.local || !brain.provider ? IconCpu : IconCloud;
  return (
    <span className={classes.chip} data-away={(!brain.local && !!brain.provider) || undefined}>
      <Icon size={14} stroke={1.6} aria-hidden />
      {brain.provider ? `${brain.name} · ${brain.local ? text.here : `${brain.provider}, ${text.away}`}` : brain.name}
    </span>
  );
}
