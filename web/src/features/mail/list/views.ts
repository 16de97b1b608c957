/** The usual places, as searches. The first is where the page begins. */
export const views = [
  { name: 'Inbox', q: 'in:inbox' },
  { name: 'Unread', q: 'in:inbox is:unread' },
  { name: 'Starred', q: 'is:starred' },
  { name: 'Promotions', q: 'in:inbox category:promotions' },
  { name: 'Updates', q: 'in:inbox category:updates' },
  { name: 'Sent', q: 'in:sent' },
  { name: 'Drafts', q: 'in:drafts' },
  { name: 'All mail', q: 'in:anywhere' },
  { name: 'Spam', q: 'in:spam' },
  { name: 'Trash', q: 'in:trash' },
] as const;

/** The view that a search is, if it is one; a search for one label is a view too. */
export function viewOf(q: string): string | null {
  if (q === '') return views[0].q;
  if (views.some(v => v.q === q) || /^label:"[^"]*"$/.test(q)) return q;
  return null;
}
