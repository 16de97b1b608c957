const names: Record<string, string> = {
  INBOX: 'Inbox', UNREAD: 'Unread', STARRED: 'Starred', IMPORTANT: 'Important', SENT: 'Sent', DRAFT: 'Draft', TRASH: 'Trash', SPAM: 'Spam', SNOOZED: 'Snoozed',
  CATEGORY_PERSONAL: 'Personal', CATEGORY_SOCIAL: 'Social', CATEGORY_PROMOTIONS: 'Promotions', CATEGORY_UPDATES: 'Updates', CATEGORY_FORUMS: 'Forums',
};

/** What a person calls a label. */
export const labelName = (label: string) => names[label] ?? label;

const unseen = new Set(['INBOX', 'UNREAD', 'STARRED', 'SENT', 'CATEGORY_PERSONAL', 'IMPORTANT']);

/** The labels worth a chip in a list: what the row shows otherwise, or what every row has, is left out. */
export const chipLabels = (labels: readonly string[]) => labels.filter(l => !unseen.has(l));
