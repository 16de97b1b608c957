import { Kbd } from '@mantine/core';
import { drawn } from './keys';

/** A shortcut as drawn keys. */
export function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span style={{ display: 'inline-flex', gap: 3, alignItems: 'center', whiteSpace: 'nowrap' }}>
      {drawn(shortcut).map((stroke, i) => (
        <span key={i} style={{ display: 'inline-flex', gap: 2 }}>
          {stroke.map(key => <Kbd key={key} size="xs">{key}</Kbd>)}
        </span>
      ))}
    </span>
  );
}
