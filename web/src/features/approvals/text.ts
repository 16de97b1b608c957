import type { DecisionOutcome, Proposal, ProposalState, UndoResult } from '@/lib/types';

const kinds: Record<string, { one: string; many: (n: number) => string }> = {
  'mail.archive': { one: 'Archive', many: n => `Archive ${n} messages` },
  'mail.label': { one: 'Change labels', many: n => `Change the labels of ${n} messages` },
  'mail.set-labels': { one: 'Change labels', many: n => `Change the labels of ${n} messages` },
  'mail.mark-read': { one: 'Mark as read', many: n => `Mark ${n} messages as read` },
  'mail.mark-unread': { one: 'Mark as unread', many: n => `Mark ${n} messages as unread` },
  'mail.star': { one: 'Star', many: n => `Star ${n} messages` },
  'mail.unstar': { one: 'Remove star', many: n => `Remove the star of ${n} messages` },
  'mail.trash': { one: 'Move to trash', many: n => `Move ${n} messages to the trash` },
  'mail.restore': { one: 'Restore', many: n => `Restore ${n} messages` },
  'mail.create-draft': { one: 'Create draft', many: n => `Create ${n} drafts` },
  'mail.update-draft': { one: 'Change draft', many: n => `Change ${n} drafts` },
  'mail.delete-draft': { one: 'Delete draft', many: n => `Delete ${n} drafts` },
  'mail.send': { one: 'Send mail', many: n => `Send ${n} mails` },
  'mail.reply': { one: 'Send reply', many: n => `Send ${n} replies` },
  'mail.forward': { one: 'Forward', many: n => `Forward ${n} mails` },
  'mail.snooze': { one: 'Snooze', many: n => `Snooze ${n} messages` },
  'mail.unsnooze': { one: 'Bring back', many: n => `Bring ${n} messages back` },
  'mail.unsubscribe': { one: 'Unsubscribe', many: n => `Unsubscribe from ${n} lists` },
  'calendar.respond': { one: 'Answer invitation', many: n => `Answer ${n} invitations` },
  'calendar.create-reminder': { one: 'Set reminder', many: n => `Set ${n} reminders` },
  'notes.create': { one: 'Keep note', many: n => `Keep ${n} notes` },
  'notes.change': { one: 'Change note', many: n => `Change ${n} notes` },
  'notes.delete': { one: 'Delete note', many: n => `Delete ${n} notes` },
  'notes.restore': { one: 'Give note back', many: n => `Give ${n} notes back` },
  'calendar.create-event': { one: 'Create event', many: n => `Create ${n} events` },
  'calendar.update-event': { one: 'Change event', many: n => `Change ${n} events` },
  'calendar.move-event': { one: 'Move event', many: n => `Move ${n} events` },
  'calendar.delete-event': { one: 'Delete event', many: n => `Delete ${n} events` },
  'calendar.restore-event': { one: 'Restore event', many: n => `Restore ${n} events` },
};

const states: Record<ProposalState, string> = {
  pending: 'Waiting for you', approved: 'Approved', executing: 'Working on it', done: 'Done', failed: 'Failed', unknown: 'Outcome unknown', rejected: 'Rejected',
  expired: 'Expired', stale: 'Changed meanwhile', cancelled: 'Cancelled', undoing: 'Undoing', undone: 'Undone', undoFailed: 'Undo failed',
};

export const text = {
  kind: (kind: string) => kinds[kind]?.one ?? kind,
  kindMany: (kind: string, n: number) => (n === 1 ? kinds[kind]?.one : kinds[kind]?.many(n)) ?? `${kind} × ${n}`,
  state: (p: Pick<Proposal, 'state' | 'heldUntil'>) => (p.state === 'approved' && p.heldUntil ? 'Held' : states[p.state]),
  stateName: (s: ProposalState) => states[s],
  waitsForConsent: 'Waits for your permission', givePermission: 'Give permission', signInAgain: 'Sign in again', leaveIt: 'Leave it', leaveThem: (n: number) => (n === 1 ? 'Leave it' : `Leave all ${n}`),
  consents: (n: number) => (n === 1 ? 'A change that you approved waits for your permission' : `${n} changes that you approved wait for your permission`),
  risk: { low: 'Low risk', medium: 'Medium risk', high: 'High risk' },
  reversibility: {
    undoable: 'Can be undone for a while after it is done',
    held: 'Held before it goes out; after that it cannot be taken back',
    irreversible: 'Cannot be undone',
  },
  fields: {
    labels: 'Labels', subject: 'Subject', body: 'Text', text: 'Text', start: 'Starts', end: 'Ends', summary: 'Title', title: 'Title', location: 'Place', description: 'Description',
    attendees: 'Invited', calendar: 'Calendar', recurrence: 'Repeats', to: 'To', cc: 'Cc', bcc: 'Bcc', state: 'State', folder: 'Folder', read: 'Read', starred: 'Starred', when: 'When', visibility: 'Visibility', snoozedUntil: 'Comes back', response: 'Answer', tags: 'Tags', attachments: 'Attached',
  } as Record<string, string>,
  origin: {
    user: 'you named it', system: 'from your own data', outsideKnown: 'known contact', outside: 'from outside text',
  },
  roles: { to: 'To', cc: 'Cc', bcc: 'Bcc (hidden copy)', attendee: 'Invited' } as Record<string, string>,
  none: 'none',
  before: 'Before',
  after: 'After',
  why: 'Why',
  sources: 'Based on',
  notYours: 'Not your words',
  unknownSource: 'from outside text',
  details: 'Details',
  hide: 'Hide details',
  approve: 'Approve',
  reject: 'Reject',
  edit: 'Edit',
  save: 'Save changes',
  cancel: 'Cancel',
  undo: 'Undo',
  undoAll: (n: number) => `Undo all ${n}`,
  undoLeft: 'left to undo',
  sendNow: 'Send now',
  stopSending: 'Do not send',
  retry: 'Try again',
  goesOut: 'goes out in',
  expires: 'expires in',
  selectAll: 'Select all',
  selected: (n: number, of: number) => `${n} of ${of} selected`,
  approveN: (n: number, of: number) => (n === of ? (n === 1 ? 'Approve' : `Approve all ${n}`) : `Approve ${n} selected`),
  leaveOut: (n: number) => (n === 1 ? 'The one that you unticked will be rejected: nothing happens to it.' : `The ${n} that you unticked will be rejected: nothing happens to them.`),
  rejectAll: 'Reject all',
  pick: (label: string) => `Include “${label}”`,
  unticked: 'Unticked in the review',
  own: 'Needs a decision of its own',
  progress: (done: number, of: number) => `${done} of ${of} done`,
  result: (n: { done: number; rejected: number; undone: number; other: number }) =>
    [n.done && `${n.done} done`, n.undone && `${n.undone} undone`, n.rejected && `${n.rejected} rejected`, n.other && `${n.other} not done`].filter(Boolean).join(' · '),
  outcome: (o: DecisionOutcome, p?: Proposal | null, when?: string, mine?: boolean): string => {
    switch (o) {
      case 'decided': return 'Decided.';
      case 'alreadyDecided': return p ? `Already decided ${mine ? 'by you, in another window or on another device' : 'without you, by a rule of yours or because its time ran out'}${when ? `, ${when}` : ''}: ${states[p.state].toLowerCase()}. Your click changed nothing.` : 'Already decided; see Activity.';
      case 'expired': return 'The time to approve this ran out. Ask again if you still want it.';
      case 'payloadChanged': return 'This was changed while you looked. It is shown as it is now; look again before you approve.';
      case 'needsConfirmation': return 'This one needs a confirmation of its own.';
      case 'stale': return 'What this would change has itself changed since. Ask again to see it as it is now.';
      case 'notFound': return 'This proposal is not there any more.';
    }
  },
  undoOutcome: (o: UndoResult['outcome']): string =>
    ({
      undone: 'Undone.', undoing: 'Being undone.', alreadyUndone: 'Already undone.', windowClosed: 'The time to undo this is over.', cancelled: 'Stopped before it went out.',
      notUndoable: 'This cannot be undone.', failed: 'Could not be undone: it has been changed since.',
    })[o],
  confirm: {
    title: 'This is a high-risk action',
    lead: 'Look at it once more. It happens exactly as shown, and only once.',
    word: 'approve',
    prompt: (word: string) => `Type “${word}” to confirm`,
    go: 'Approve and do it',
  },
  toast: {
    approved: (n: number) => (n === 1 ? 'Approved' : `${n} approved`),
    rejected: (n: number) => (n === 1 ? 'Rejected. Nothing was changed.' : `${n} rejected. Nothing was changed.`),
    undone: (n: number) => (n === 1 ? 'Undone' : `${n} undone`),
  },
  panel: {
    title: 'Approvals',
    close: 'Close approvals',
    page: 'Open as page',
    empty: 'Nothing waits for you',
    emptyText: 'When Steward wants to change something, it is shown here first, exactly as it would happen.',
    ask: 'Ask Steward something',
    lead: 'Nothing here has happened yet. Each change happens only when you approve it, exactly as shown.',
  },
  quick: { title: 'Ready for your approval', dismiss: 'Dismiss', more: (n: number) => `and ${n} more` },
  commands: {
    section: 'Approvals', next: 'Next proposal', previous: 'Previous proposal', approve: 'Approve this one, or all that are marked', reject: 'Reject this one, or all that are marked', edit: 'Edit this one',
    mark: 'Mark or unmark', markNext: 'Mark and go on', markPrevious: 'Mark and go back', unmark: 'Unmark all',
  },
  marked: (n: number) => `${n} marked`,
  markedOwn: (n: number) => (n === 1 ? 'One of them needs a decision of its own and stays.' : `${n} of them need decisions of their own and stay.`),
  keysHint: 'j and k move, y approves, n rejects, e edits, x marks, Shift+J marks on.',
  cost: 'Cost',
  costs: { none: 'Nothing', spend: 'It spends money: see above' },
  account: 'Account',
  seeDay: 'See the day',
  allDay: 'all day',
  allDayTo: (day: string) => `to ${day}, all day`,
  editThis: (label: string) => `Edit “${label}”`,
  editor: { to: 'To', cc: 'Cc', bcc: 'Bcc', subject: 'Subject', body: 'Text', addresses: 'Addresses, separated by commas', badAddress: 'This is not an e-mail address', summary: 'Title', start: 'Starts', end: 'Ends', location: 'Place', description: 'Description', order: 'The end must be after the start', needTo: 'Name at least one recipient', needText: 'This cannot be empty', past: 'Choose a time that is still to come', when: 'When', tags: 'Tags' },
  permitted: 'without asking', permittedDone: 'Done at once, as you have allowed. It can be undone in Activity.',
  unknownHelp: 'The provider has not said whether it happened. Steward is asking; it will not try again by itself.',
};
