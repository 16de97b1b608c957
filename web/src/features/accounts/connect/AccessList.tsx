import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { AccountAccess } from '@/lib/types';
import classes from './Connect.module.css';
import { text } from './text';

/** What Steward may do, in plain words. */
export function AccessList({ access, allowed, compact }: { access: readonly AccountAccess[]; allowed: boolean; compact?: boolean }) {
  const Icon = allowed ? IconCheck : IconMinus;
  return (
    <ul className={classes.access} data-allowed={allowed} data-compact={compact || undefined} aria-label={allowed ? text.may : text.mayNot}>
      {access.map(a => (
        <li key={a}><Icon size={14} stroke={2} aria-hidden /><span>{text.access(a)}{!compact && text.why[a] && <small> {text.why[a]}</small>}</span></li>
      ))}
    </ul>
  );
}
