import { IconActivity, IconCalendarWeek, IconChecklist, IconInbox, IconMessageCircle2, IconPlugConnected, IconRoute, IconSearch, IconSettings, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Keys } from '@/commands/Keys';
import { openPalette } from '@/commands/palette-store';
import { useUnread } from '@/features/accounts/api';
import { usePendingCount } from '@/features/approvals/api';
import { panel, usePanel } from '@/features/approvals/panel';
import { AccountMenu } from './AccountMenu';
import classes from './Rail.module.css';
import { text } from './text';
import { Wordmark } from '@/ui/Wordmark';

export const places = [
  { to: '/today', label: text.nav.today, icon: IconSun, keys: 'g t' },
  { to: '/chat', label: text.nav.chat, icon: IconMessageCircle2, keys: 'g c' },
  { to: '/inbox', label: text.nav.inbox, icon: IconInbox, keys: 'g i' },
  { to: '/calendar', label: text.nav.calendar, icon: IconCalendarWeek, keys: 'g w' },
  { to: '/approvals', label: text.nav.approvals, icon: IconChecklist, keys: 'g a' },
  { to: '/activity', label: text.nav.activity, icon: IconActivity, keys: 'g h' },
  { to: '/runs', label: text.nav.runs, icon: IconRoute, keys: 'g r' },
  { to: '/accounts', label: text.nav.accounts, icon: IconPlugConnected, keys: 'g o' },
  { to: '/settings', label: text.nav.settings, icon: IconSettings, keys: 'g s' },
] as const;

export function Rail() {
  const pending = usePendingCount();
  const unread = useUnread();
  const open = usePanel();
  return (
    <nav aria-label={text.nav.label} className={classes.root}>
      <div className={classes.head}><Wordmark /></div>
      <button type="button" className={classes.search} onClick={openPalette} aria-label={text.ask}>
        <IconSearch size={16} stroke={1.7} />
        <span className={classes.label}>{text.ask}</span>
        <span className={classes.keys}><Keys shortcut="mod+k" /></span>
      </button>
      <div className={classes.nav}>
        {places.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={classes.item} activeProps={{ 'data-active': true, 'aria-current': 'page' }} title={label} aria-label={label}>
            <Icon size={18} stroke={1.6} />
            <span className={classes.label}>{label}</span>
            {to === '/inbox' && unread > 0 && <span className={classes.count} aria-label={text.unread(unread)}>{unread > 999 ? '999+' : unread}</span>}
          </Link>
        ))}
      </div>
      <div className={classes.foot}>
        <button type="button" className={classes.pending} data-some={pending > 0 || undefined} onClick={panel.toggle} aria-expanded={open} aria-label={text.approvals(pending)}>
          <IconChecklist size={18} stroke={1.6} />
          <span className={classes.label}>{text.nav.approvals}</span>
          <span className={classes.badge}>{pending > 99 ? '99+' : pending}</span>
        </button>
        <AccountMenu />
      </div>
    </nav>
  );
}
