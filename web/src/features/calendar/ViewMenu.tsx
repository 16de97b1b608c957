import { ActionIcon, Checkbox, MultiSelect, Popover, SegmentedControl, Select } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { Account, CalendarInfo } from '@/lib/types';
import classes from './Calendar.module.css';
import { text } from './text';
import type { View } from './window';

interface Props {
  calendars: readonly CalendarInfo[];
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
  accounts: readonly Account[];
  /** The one whose calendars are shown; undefined shows those of all. */
  account: string | undefined;
  onAccount: (id: string | undefined) => void;
  zones: readonly string[];
  own: string;
  onZones: (zones: string[]) => void;
  /** On a phone the choice of view has its place here. */
  view?: { value: View; onChange: (view: View) => void };
}

export const viewChoices = [{ value: 'day', label: text.view.day }, { value: 'week', label: text.view.week }, { value: 'month', label: text.view.month }];

/** Which calendars are drawn, and whose hours stand beside them. */
export function ViewMenu({ calendars, hidden, onHidden, accounts, account, onAccount, zones, own, onZones, view }: Props) {
  const known = Intl.supportedValuesOf('timeZone').filter(z => z !== own);
  return (
    <Popover position="bottom-end" shadow="lg" width={270}>
      <Popover.Target><ActionIcon variant={account ? 'light' : 'default'} color={account ? 'pine' : 'gray'} aria-label={text.settings}><IconAdjustmentsHorizontal size={17} stroke={1.6} /></ActionIcon></Popover.Target>
      <Popover.Dropdown>
        <div className={classes.calendars} role="group" aria-label={text.calendars}>
          {view && <SegmentedControl size="xs" aria-label={text.view.label} value={view.value} onChange={v => view.onChange(v as View)} data={viewChoices} />}
          {accounts.length > 1 && (
            <Select
              size="xs" aria-label={text.allAccounts} value={account ?? ''} comboboxProps={{ withinPortal: false }} onChange={v => onAccount(v || undefined)}
              data={[{ value: '', label: text.allAccounts }, ...accounts.map(a => ({ value: a.id, label: a.address }))]}
            />
          )}
          {calendars.map(c => (
            <Checkbox
              key={c.id} size="xs" checked={!hidden.includes(c.id)} onChange={e => onHidden(e.currentTarget.checked ? hidden.filter(h => h !== c.id) : [...hidden, c.id])}
              label={<span className={classes.calendar}><span className={classes.swatch} style={{ background: c.color }} /><span className="outside">{c.name}</span>{c.readOnly && <small>{text.readOnly}</small>}</span>}
            />
          ))}
          <MultiSelect
            label={text.zones.title} description={text.zones.hint} size="xs" searchable maxValues={3} value={[...zones]} onChange={onZones} data={known} limit={40} placeholder={zones.length < 3 ? text.zones.add : undefined}
            comboboxProps={{ withinPortal: false }}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
