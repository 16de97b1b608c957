import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconClockPause, IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { clock } from '@/lib/clock';
import { dateTime } from '@/lib/format';
import { labelName } from '@/lib/labels';
import { useManner } from '@/lib/session';
import { addDays, dayOf, parseDay, startOfWeek, toInstant } from '@/lib/zone';
import { labelsQuery } from '../api';
import { text } from '../text';

/** Times to which a mail can be put off, in the person's zone; only such as lie ahead. */
export function snoozeTimes(now: number, zone: string): { name: keyof typeof text.snooze.times; at: number }[] {
  const today = dayOf(now, zone);
  const at = (day: string, hour: number) => toInstant({ ...parseDay(day), hour }, zone);
  return (
    [
      { name: 'evening', at: at(today, 18) }, { name: 'tomorrow', at: at(addDays(today, 1), 9) }, { name: 'weekend', at: at(addDays(startOfWeek(today), 5), 9) }, { name: 'nextWeek', at: at(addDays(startOfWeek(today), 7), 9) },
    ] as const
  ).filter((t, i, all) => t.at > now + 600_000 && all.findIndex(other => other.at === t.at) === i);
}

interface Props {
  size: 'md' | 'lg';
  onLabel: (label: string) => void;
  onSnooze: (until: string) => void;
}

/** What needs a choice: which label, until when. */
export function OrganiseMenus({ size, onLabel, onSnooze }: Props) {
  const { data: labels = [] } = useQuery(labelsQuery);
  const manner = useManner();
  const own = [...new Set(labels.filter(l => !l.system).map(l => l.name))].sort();
  return (
    <>
      <Menu position="bottom-start" shadow="lg">
        <Menu.Target><Tooltip label={text.snooze.title}><ActionIcon size={size} aria-label={text.snooze.title}><IconClockPause size={17} stroke={1.6} /></ActionIcon></Tooltip></Menu.Target>
        <Menu.Dropdown>
          {snoozeTimes(clock.now(), manner.zone).map(t => (
            <Menu.Item key={t.name} rightSection={<small style={{ color: 'var(--st-muted)', marginLeft: 14 }}>{dateTime(t.at, manner)}</small>} onClick={() => onSnooze(new Date(t.at).toISOString())}>{text.snooze.times[t.name]}</Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {own.length > 0 && (
        <Menu position="bottom-start" shadow="lg">
          <Menu.Target><Tooltip label={text.label}><ActionIcon size={size} aria-label={text.label}><IconTag size={17} stroke={1.6} /></ActionIcon></Tooltip></Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>{own.map(l => <Menu.Item key={l} onClick={() => onLabel(l)}>{labelName(l)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
