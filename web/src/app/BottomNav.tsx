import { Menu } from '@mantine/core';
import { IconChecklist, IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { usePendingCount } from '@/features/approvals/api';
import { panel } from '@/features/approvals/panel';
import classes from './BottomNav.module.css';
import { places } from './Rail';
import { signOut } from './signOut';
import { text } from './text';

/** Navigation at phone width, within reach of the thumb. */
export function BottomNav() {
  const pending = usePendingCount();
  return (
    <nav aria-label={text.nav.label} className={classes.root}>
      {places.slice(0, 4).map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} className={classes.item} activeProps={{ 'data-active': true, 'aria-current': 'page' }}>
          <Icon size={21} stroke={1.6} />
          <span>{label}</span>
        </Link>
      ))}
      <button type="button" className={classes.item} onClick={panel.toggle} aria-label={text.approvals(pending)}>
        <IconChecklist size={21} stroke={1.6} />
        <span>{text.nav.approvals}</span>
        {pending > 0 && <span className={classes.badge}>{pending > 99 ? '99+' : pending}</span>}
      </button>
      <Menu position="top-end" width={200}>
        <Menu.Target>
          <button type="button" className={classes.item}><IconDots size={21} stroke={1.6} /><span>{text.nav.more}</span></button>
        </Menu.Target>
        <Menu.Dropdown>
          {places.slice(4).map(({ to, label, icon: Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={17} stroke={1.6} />}>{label}</Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => void signOut()}>{text.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
