import { ActionIcon, Popover, Select, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHelp, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type RefObject } from 'react';
import { useAccounts } from '@/features/accounts/api';
import { labelName } from '@/lib/labels';
import { labelsQuery } from '../api';
import { text } from '../text';
import classes from './Filters.module.css';
import { viewOf, views } from './views';

interface Props {
  q: string;
  account: string | undefined;
  fieldRef: RefObject<HTMLInputElement | null>;
  onChange: (next: { q?: string; account?: string }) => void;
}

/** View, account and search; all of it stands in the address. */
export function Filters({ q, account, fieldRef, onChange }: Props) {
  const accounts = useAccounts().data ?? [];
  const { data: labels = [] } = useQuery(labelsQuery);
  const narrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const view = viewOf(q);
  const [typed, setTyped] = useState(view ? '' : q);
  useEffect(() => setTyped(viewOf(q) ? '' : q), [q]);
  const go = (next: { q?: string | undefined; account?: string | undefined }) => {
    const nextQ = 'q' in next ? next.q : q;
    const nextAccount = 'account' in next ? next.account : account;
    onChange({ ...(nextQ ? { q: nextQ } : {}), ...(nextAccount ? { account: nextAccount } : {}) });
  };
  const own = [...new Set(labels.filter(l => !l.system).map(l => l.name))].sort();

  return (
    <div className={classes.root}>
      <Select
        aria-label={text.views} size="xs" w={narrow ? 104 : 132} comboboxProps={{ width: 190, position: 'bottom-start' }} value={view ?? 'search'} checkIconPosition="right"
        data={[
          { group: text.views, items: [...views.map(v => ({ value: v.q, label: v.name })), ...(view ? [] : [{ value: 'search', label: 'Search' }])] },
          ...(own.length > 0 ? [{ group: 'Labels', items: own.map(l => ({ value: `label:"${l}"`, label: labelName(l) })) }] : []),
        ]}
        onChange={v => v !== null && v !== 'search' && go({ q: v === views[0]!.q ? undefined : v })}
      />
      {accounts.length > 1 && (
        <Select
          aria-label={text.allAccounts} size="xs" w={narrow ? 84 : 172} comboboxProps={{ width: 230, position: 'bottom-start' }} value={account ?? ''} data={[{ value: '', label: narrow ? text.allShort : text.allAccounts }, ...accounts.map(a => ({ value: a.id, label: a.address }))]}
          onChange={v => go({ account: v || undefined })}
        />
      )}
      <form
        role="search" className={classes.search}
        onSubmit={e => {
          e.preventDefault();
          go({ q: typed.trim() || undefined });
          fieldRef.current?.blur();
        }}
      >
        <TextInput
          ref={fieldRef} size="xs" value={typed} onChange={e => setTyped(e.currentTarget.value)} placeholder={narrow ? text.search : text.searchHint} aria-label={text.search}
          leftSection={<IconSearch size={15} stroke={1.7} />} rightSectionWidth={typed ? 56 : 30}
          rightSection={
            <span style={{ display: 'flex' }}>
              {typed && <ActionIcon size="sm" aria-label={text.clear} onClick={() => go({ q: undefined })}><IconX size={14} /></ActionIcon>}
              <Popover width={340} position="bottom-end" shadow="lg">
                <Popover.Target><ActionIcon size="sm" aria-label={text.searchHelp}><IconHelp size={16} stroke={1.7} /></ActionIcon></Popover.Target>
                <Popover.Dropdown>
                  <p className={classes.helpTitle}>{text.searchHelp}</p>
                  <dl className={classes.help}>
                    {text.help.map(([example, meaning]) => (
                      <div key={example}>
                        <dt><button type="button" onClick={() => { setTyped(old => `${old} ${example}`.trim()); fieldRef.current?.focus(); }}>{example}</button></dt>
                        <dd>{meaning}</dd>
                      </div>
                    ))}
                  </dl>
                </Popover.Dropdown>
              </Popover>
            </span>
          }
        />
      </form>
    </div>
  );
}
