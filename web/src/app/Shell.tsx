import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useShortcuts } from '@/commands/registry';
import { panel, usePanel } from '@/features/approvals/panel';
import { QuickReview } from '@/features/approvals/QuickReview';
import { useMe } from '@/lib/session';
import { useLive } from '@/live/useLive';
import { BottomNav } from './BottomNav';
import { OfflineBanner } from './OfflineBanner';
import { Rail } from './Rail';
import classes from './Shell.module.css';
import { ShellCommands } from './ShellCommands';
import { text } from './text';
import { say } from '@/ui/toast';

const ApprovalsPanel = lazy(() => import('@/features/approvals/ApprovalsPanel'));

/** The frame around every page: rail (or bottom bar), page, approvals panel. */
export function Shell() {
  const me = useMe();
  useLive(me.id, me.sessionId, say);
  useShortcuts();
  const wide = useMediaQuery('(min-width: 75em)', true, { getInitialValueInEffect: false });
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const opened = usePanel();
  const onApprovals = useRouterState({ select: s => s.location.pathname.startsWith('/approvals') });
  const show = opened && !onApprovals;

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">{text.skip}</a>
      <OfflineBanner />
      <div className={classes.columns}>
        {!phone && <Rail />}
        <main id="page" className={classes.page} tabIndex={-1}><Outlet /></main>
        {wide && show && (
          <aside className={classes.aside} aria-label={text.nav.approvals}>
            <Suspense><ApprovalsPanel onClose={panel.close} /></Suspense>
          </aside>
        )}
      </div>
      {phone && <BottomNav />}
      {!wide && (
        <Drawer
          opened={show} onClose={panel.close} position={phone ? 'bottom' : 'right'} size={phone ? '82%' : 440} withCloseButton={false} padding={0}
          title={text.nav.approvals} classNames={{ header: classes.hidden!, body: classes.drawer!, content: classes.sheet! }}
        >
          <Suspense><ApprovalsPanel onClose={panel.close} /></Suspense>
        </Drawer>
      )}
      <QuickReview />
      <ShellCommands />
    </div>
  );
}
