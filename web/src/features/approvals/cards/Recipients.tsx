import { IconAlertTriangle } from '@tabler/icons-react';
import type { ActionRecipient } from '@/lib/types';
import { text } from '../text';
import classes from './Body.module.css';

const originOf = (r: ActionRecipient) => (r.origin === 'user' ? text.origin.user : r.origin === 'system' ? text.origin.system : r.known ? text.origin.outsideKnown : text.origin.outside);

/** Everybody whom the action reaches, hidden copies too, each with the whole address and where it came from. */
export function Recipients({ recipients }: { recipients: ActionRecipient[] }) {
  if (recipients.length === 0) return null;
  const roles = [...new Set(recipients.map(r => r.role))];
  return (
    <dl className={classes.fields}>
      {roles.map(role => (
        <div key={role} className={classes.field}>
          <dt>{text.roles[role] ?? role}</dt>
          <dd>
            <ul className={classes.people}>
              {recipients.filter(r => r.role === role).map(r => {
                const doubtful = r.origin === 'outside' && !r.known;
                return (
                  <li key={r.address} data-doubtful={doubtful || undefined}>
                    {doubtful && <IconAlertTriangle size={14} stroke={1.8} aria-hidden />}
                    {r.name && <span className={classes.person}>{r.name}</span>}
                    <span className={classes.address}>{r.address}</span>
                    <span className={classes.origin}>{originOf(r)}</span>
                  </li>
                );
              })}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}
