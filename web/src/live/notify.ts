import type { LiveEvent } from '@/lib/types';

/** Notices of the browser, only when the person asked for them on this device, and only while the page is not looked at. Nothing of outside origin stands in them: others may see the screen. */
const key = 'steward.notify';

export const notices = {
  wanted: () => typeof Notification !== 'undefined' && Notification.permission === 'granted' && localStorage.getItem(key) === 'on',
  possible: () => typeof Notification !== 'undefined',
  /** Asks the browser; false when it or the person says no. */
  async ask(): Promise<boolean> {
    const granted = (await Notification.requestPermission()) === 'granted';
    localStorage.setItem(key, granted ? 'on' : 'off');
    return granted;
  },
  stop: () => localStorage.setItem(key, 'off'),
};

const words: Record<string, string> = { approval_required: 'A change waits for your approval', reminder_due: 'A reminder is due' };

/** What a live event would tell a person who looks elsewhere; null for most. */
export const noticeOf = (event: Pick<LiveEvent, 'type'>, hidden: boolean): string | null => (hidden ? (words[event.type] ?? null) : null);

export function notify(event: LiveEvent) {
  const notice = noticeOf(event, document.visibilityState === 'hidden');
  // One tag for each kind: ten proposals are one notice.
  if (notice && notices.wanted()) new Notification('Steward', { body: notice, tag: event.type, icon: '/favicon.svg' });
}
