/** The ticket of a one-time link's fragment, `#ticket=…`; null when there is none. */
export function ticketOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('ticket') || null;
}
