/** Where somebody who is not signed in is sent, and where they come back to afterwards. Only paths of this site are followed. */
export function safeNext(next: string | undefined): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.startsWith('/\\') || /[\u0000-\u001f]/.test(next)) return '/';
  return /^\/(sign-in|welcome)(\/|\?|#|$)/.test(next) ? '/' : next;
}

export const openPaths = ['/sign-in', '/welcome'];
