import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconChartBar, IconCpu, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSelector, IconSettings, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '@/lib/session';
import { useLiveStatus } from '@/live/status';
import { Initials } from '@/ui/Initials';
import classes from './AccountMenu.module.css';
import { overlays } from './overlays';
import { signOut } from './signOut';
import { text } from './text';

export function AccountMenu() {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const live = useLiveStatus();
  const schemes = [['light', IconSun], ['dark', IconMoon], ['auto', IconDeviceDesktop]] as const;
  return (
    <Menu position="top-start" width={236}>
      <Menu.Target>
        <button type="button" className={classes.trigger} aria-label={text.account}>
          <span className={classes.face}>
            <Initials name={me.displayName || me.email} id={me.id} size={28} />
            <span className={classes.dot} data-status={live} />
          </span>
          <span className={classes.name}>
            <span>{me.displayName || me.email}</span>
            <small>{me.email}</small>
          </span>
          <IconSelector size={16} stroke={1.6} className={classes.chevron} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.theme.label}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.Item key={scheme} leftSection={<Icon size={16} stroke={1.6} />} onClick={() => setColorScheme(scheme)} fw={colorScheme === scheme ? 600 : undefined} aria-current={colorScheme === scheme || undefined} rightSection={colorScheme === scheme ? '✓' : null}>
            {text.theme[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} stroke={1.6} />}>{text.nav.settings}</Menu.Item>
        <Menu.Item component={Link} to="/models" leftSection={<IconCpu size={16} stroke={1.6} />}>{text.nav.models}</Menu.Item>
        <Menu.Item component={Link} to="/usage" leftSection={<IconChartBar size={16} stroke={1.6} />}>{text.nav.usage}</Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={overlays.showSheet}>{text.commands.shortcuts}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>{text.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
