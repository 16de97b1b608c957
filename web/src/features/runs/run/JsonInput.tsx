import { Textarea } from '@mantine/core';
import { text } from '../text';
import type { Parsed } from './changes';

/** JSON to type, with what is wrong about it said at once. */
export function JsonInput({ label, value, onChange, parsed, rows = 3 }: { label: string; value: string; onChange: (value: string) => void; parsed: Parsed; rows?: number }) {
  const error = 'problem' in parsed ? (parsed.problem === 'json' ? text.notJson : text.notObject) : undefined;
  return (
    <Textarea
      label={label} value={value} onChange={e => onChange(e.currentTarget.value)} autosize minRows={rows} maxRows={20} spellCheck={false} error={error}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
    />
  );
}
