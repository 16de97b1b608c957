import { clock } from './clock';

/** A refusal by the server, in words for a person (RFC 9457), or the news that it could not be reached (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: Readonly<Record<string, string[]>> = {},
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

const base = '/api/v1';
let onSignedOut: () => void = () => {};

/** Called once for every 401 of a request that needs sign-in, and when the session is known to be over. */
export function whenSignedOut(handler: () => void) {
  onSignedOut = handler;
}

export const signedOut = () => onSignedOut();

export type Query = Record<string, string | number | boolean | null | undefined>;

export function url(path: string, query?: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  const text = params.toString();
  return base + path + (text ? `?${text}` : '');
}

interface Request {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** True for requests of the sign-in page itself: a 401 there is an answer, not a lost session. */
  open?: boolean;
}

async function request<T>(method: string, path: string, { query, body, signal, open }: Request = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  // A header that a cross-site form cannot send: the server refuses unsafe requests without it.
  if (method !== 'GET') headers['X-Steward'] = '1';
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(url(path, query), {
      method, headers, credentials: 'same-origin', ...(signal ? { signal } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', 'Steward cannot be reached. Check that it is running; this page goes on by itself when it is back.');
  }
  clock.learn(response.headers.get('X-Steward-Now'));
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401 && !open) onSignedOut();
  throw await toError(response);
}

export async function toError(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string; code?: string; errors?: Record<string, string[]> };
  return new ApiError(
    response.status,
    problem.code ?? `http_${response.status}`,
    problem.detail ?? problem.title ?? `The server answered ${response.status}.`,
    problem.errors ?? {},
  );
}

export const http = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal, open = false) => request<T>('GET', path, { query, signal, open }),
  post: <T>(path: string, body?: unknown, open = false) => request<T>('POST', path, { body: body ?? {}, open }),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, { body }),
  delete: (path: string) => request<void>('DELETE', path),
};

/** What to tell a person about any failure. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}
