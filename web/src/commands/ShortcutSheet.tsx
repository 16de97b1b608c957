import { Modal, Text } from '@mantine/core';
import { Keys } from './Keys';
import { useAllCommands, type Command } from './registry';
import classes from './ShortcutSheet.module.css';
import { text } from './text';

export default function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const commands = useAllCommands();
  const sections = new Map<string, Command[]>();
  for (const c of commands) if (c.shortcut) sections.set(c.section, [...(sections.get(c.section) ?? []), c]);
  return (
    <Modal opened={opened} onClose={onClose} title={text.sheet} size="lg" closeButtonProps={{ 'aria-label': text.close }}>
      <Text size="sm" c="dimmed" mb="md">{text.sheetHint}</Text>
      <div className={classes.columns}>
        {[...sections].map(([section, items]) => (
          <section key={section} className={classes.section}>
            <h3>{section}</h3>
            <dl>
              {items.map(c => (
                <div key={c.id} className={classes.row}>
                  <dt>{c.title}</dt>
                  <dd><Keys shortcut={c.shortcut!} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
