/** What stands in the address of each page: every view, filter and chosen item can be linked and reloaded. Unknown or wrong values are dropped. */
const string = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const oneOf = <T extends string>(value: unknown, allowed: readonly T[]) => allowed.find(a => a === value);

/** Leaves out what is undefined, so that addresses stay short. */
function only<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

type Raw = Record<string, unknown>;
export const signInSearch = (s: Raw) => only({ next: string(s['next']), mode: oneOf(s['mode'], ['register'] as const) });
export const chatSearch = (s: Raw) => only({ ask: string(s['ask']), turn: string(s['turn']), plan: oneOf(s['plan'], ['graph'] as const), tour: oneOf(s['tour'], ['yes'] as const), find: string(s['find']) });
export const mailSearch = (s: Raw) => only({ q: string(s['q']), account: string(s['account']), thread: string(s['thread']), message: string(s['message']) });
export const calendarSearch = (s: Raw) =>
  only({ view: oneOf(s['view'], ['day', 'week', 'month'] as const), date: /^\d{4}-\d\d-\d\d$/.test(String(s['date'])) ? string(s['date']) : undefined, event: string(s['event']),
    free: /^\d{1,4}$/.test(String(s['free'])) ? Number(s['free']) : undefined, zones: string(s['zones']), account: string(s['account']) });
export const activitySearch = (s: Raw) =>
  only({ tab: oneOf(s['tab'], ['audit'] as const), state: string(s['state']), kind: string(s['kind']), id: string(s['id']), q: string(s['q']) });
export const runsSearch = (s: Raw) =>
  only({
    state: oneOf(s['state'], ['ready', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const), waiting: oneOf(s['waiting'], ['answer', 'time', 'event'] as const),
    workflow: string(s['workflow']), q: string(s['q']),
  });
export const runSearch = (s: Raw) => only({ step: /^\d{1,9}$/.test(String(s['step'])) ? Number(s['step']) : undefined });
export const todaySearch = (s: Raw) => only({ kind: oneOf(s['kind'], ['urgent', 'due', 'waiting', 'promised', 'awaited', 'unread'] as const), notes: string(s['notes']) });
export const approvalsSearch = (s: Raw) => only({ id: string(s['id']) });
/** What a provider sends back in the address. State and code are texts, whatever they look like. */
export const connectedSearch = (s: Raw) => only({ state: string(s['state']), code: string(s['code']), error: string(s['error']) });
export const accountsSearch = (s: Raw) => only({ account: string(s['account']), import: string(s['import']) });
