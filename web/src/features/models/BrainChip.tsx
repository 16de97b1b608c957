import { IconCpu } from '@tabler/icons-react';
import type { Brain } from '@/lib/types';
import classes from './Models.module.css';
import { text } from './text';

/** What did the thinking, and whether anything left the machine for it. */
export function BrainChip({ brain }: { brain: Brain }) {
  return (
    <span className={classes.chip}>
      <IconCpu size={14} stroke={1.6} aria-hidden />
      {brain.provider ? `${brain.name} · ${brain.local ? text.here : brain.provider}` : brain.name}
    </span>
  );
}
