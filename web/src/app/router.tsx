import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { ApiError, whenSignedOut } from '@/lib/http';
import { meQuery, settingsQuery } from '@/lib/session';
import { client } from './client';
import { NotFound, PageFailed, PagePending } from './fallbacks';
import { openPaths, safeNext } from '@/lib/guard';
import * as search from './search';
import { Shell } from './Shell';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search.signInSearch,
  component: lazyRouteComponent(() => import('@/features/auth/SignInPage'), 'SignInPage'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('@/features/auth/WelcomePage'), 'WelcomePage'),
});

/** Everything behind sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await client.ensureQueryData(meQuery);
      void client.prefetchQuery(settingsQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        const next = safeNext(location.href);
        throw redirect({ to: '/sign-in', search: next === '/' ? {} : { next } });
      }
      throw error;
    }
  },
});

const home = createRoute({ getParentRoute: () => app, path: '/', beforeLoad: () => { throw redirect({ to: '/today' }); } });
const chat = createRoute({
  getParentRoute: () => app,
  path: '/chat',
  validateSearch: search.chatSearch,
  component: lazyRouteComponent(() => import('@/features/conversations/ChatPage'), 'ChatPage'),
});
const conversation = createRoute({
  getParentRoute: () => app,
  path: '/chat/$conversationId',
  validateSearch: search.chatSearch,
  component: lazyRouteComponent(() => import('@/features/conversations/ChatPage'), 'ChatPage'),
});
const today = createRoute({
  getParentRoute: () => app,
  path: '/today',
  validateSearch: search.todaySearch,
  component: lazyRouteComponent(() => import('@/features/today/TodayPage'), 'TodayPage'),
});
const inbox = createRoute({
  getParentRoute: () => app,
  path: '/inbox',
  validateSearch: search.mailSearch,
  component: lazyRouteComponent(() => import('@/features/mail/InboxPage'), 'InboxPage'),
});
const calendar = createRoute({
  getParentRoute: () => app,
  path: '/calendar',
  validateSearch: search.calendarSearch,
  component: lazyRouteComponent(() => import('@/features/calendar/CalendarPage'), 'CalendarPage'),
});
const approvals = createRoute({
  getParentRoute: () => app,
  path: '/approvals',
  validateSearch: search.approvalsSearch,
  component: lazyRouteComponent(() => import('@/features/approvals/ApprovalsPage'), 'ApprovalsPage'),
});
const activity = createRoute({
  getParentRoute: () => app,
  path: '/activity',
  validateSearch: search.activitySearch,
  component: lazyRouteComponent(() => import('@/features/activity/ActivityPage'), 'ActivityPage'),
});
const runs = createRoute({
  getParentRoute: () => app,
  path: '/runs',
  validateSearch: search.runsSearch,
  component: lazyRouteComponent(() => import('@/features/runs/RunsPage'), 'RunsPage'),
});
const run = createRoute({
  getParentRoute: () => app,
  path: '/runs/$runId',
  validateSearch: search.runSearch,
  component: lazyRouteComponent(() => import('@/features/runs/RunPage'), 'RunPage'),
});
const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  validateSearch: search.accountsSearch,
  component: lazyRouteComponent(() => import('@/features/accounts/AccountsPage'), 'AccountsPage'),
});
const connected = createRoute({
  getParentRoute: () => app,
  path: '/accounts/connected/$provider',
  validateSearch: search.connectedSearch,
  component: lazyRouteComponent(() => import('@/features/accounts/ConnectedPage'), 'ConnectedPage'),
});
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/SettingsPage'), 'SettingsPage'),
});

const models = createRoute({
  getParentRoute: () => app,
  path: '/models',
  component: lazyRouteComponent(() => import('@/features/models/ModelsPage'), 'ModelsPage'),
});
const usage = createRoute({
  getParentRoute: () => app,
  path: '/usage',
  component: lazyRouteComponent(() => import('@/features/usage/UsagePage'), 'UsagePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, welcome, app.addChildren([home, today, chat, conversation, inbox, calendar, approvals, activity, runs, run, accounts, connected, settings, models, usage])]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 300,
  defaultErrorComponent: PageFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

whenSignedOut(() => {
  client.clear();
  const { pathname, href } = router.state.location;
  if (openPaths.some(p => pathname.startsWith(p))) return;
  const next = safeNext(href);
  void router.navigate({ to: '/sign-in', search: next === '/' ? {} : { next } });
});
