import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { FreeSlot } from '@/lib/types';
import classes from './Calendar.module.css';
import { text } from './text';

const lengths = [15, 30, 45, 60, 90, 120, 180];

/** Above the calendar while free time is looked for: how long, and how much there is. The times themselves are drawn among the hours. */
export function FindTime({ minutes, slots, onMinutes, onClose }: { minutes: number; slots: readonly FreeSlot[] | undefined; onMinutes: (minutes: number) => void; onClose: () => void }) {
  const all = lengths.includes(minutes) ? lengths : [...lengths, minutes].sort((a, b) => a - b);
  return (
    <div className={classes.find} role="search" aria-label={text.find.title}>
      <strong>{text.find.title}</strong>
      <Select aria-label={text.find.minutes} size="xs" w={104} value={String(minutes)} onChange={v => v && onMinutes(Number(v))} data={all.map(m => ({ value: String(m), label: text.find.length(m) }))} />
      <span role="status">{slots ? (slots.length > 0 ? text.find.found(slots.length) : text.find.none) : ''}</span>
      <ActionIcon size="md" ml="auto" aria-label={text.find.close} onClick={onClose}><IconX size={16} /></ActionIcon>
    </div>
  );
}
