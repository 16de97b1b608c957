import { Spotlight, spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Keys } from './Keys';
import { useAllCommands, type Command } from './registry';
import { rank } from './rank';
import { text } from './text';

/** The list hands everything on to the ScrollArea that it is; its types do not say so. */
const byKeys = { viewportProps: { tabIndex: 0 } } as object;

export const openPalette = () => spotlight.open();

/** Everything that can be done from here, found by typing. What nothing matches is offered as a request to Steward. */
export default function Palette({ onAsk }: { onAsk: (message: string) => void }) {
  const [query, setQuery] = useState('');
  const commands = useAllCommands();
  const groups = useMemo(() => {
    const found = rank(commands.filter(c => !c.quiet && !c.disabled), query);
    const bySection = new Map<string, Command[]>();
    for (const c of found) bySection.set(c.section, [...(bySection.get(c.section) ?? []), c]);
    return [...bySection];
  }, [commands, query]);

  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} clearQueryOnClose scrollable maxHeight={440} attributes={{ content: { 'aria-label': text.placeholder } }}>
      <Spotlight.Search placeholder={text.placeholder} aria-label={text.placeholder} leftSection={<IconSearch size={18} stroke={1.6} />} />
      <Spotlight.ActionsList {...byKeys}>
        {groups.map(([section, items]) => (
          <Spotlight.ActionsGroup key={section} label={section}>
            {items.map(c => {
              const Icon = c.icon ?? IconArrowRight;
              return (
                <Spotlight.Action key={c.id} onClick={c.run} label={c.title} leftSection={<Icon size={18} stroke={1.6} />} rightSection={c.shortcut ? <Keys shortcut={c.shortcut} /> : undefined} />
              );
            })}
          </Spotlight.ActionsGroup>
        ))}
        {query.trim() !== '' && (
          <Spotlight.ActionsGroup label={text.ask}>
            <Spotlight.Action onClick={() => onAsk(query.trim())} label={text.askFor(query.trim())} leftSection={<IconArrowRight size={18} stroke={1.6} />} />
          </Spotlight.ActionsGroup>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
