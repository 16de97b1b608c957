import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, http, messageOf, url, whenSignedOut } from './http';

const answer = (status: number, body?: unknown) => vi.fn<(input: string, init: RequestInit) => Promise<Response>>(async () => new Response(body === undefined ? null : JSON.stringify(body), { status }));
afterEach(() => vi.unstubAllGlobals());

it('leaves empty query values out and encodes the others', () => {
  expect(url('/mail/threads', { q: 'from:"a b" & c', cursor: null, accountId: undefined, limit: 50 })).toBe('/api/v1/mail/threads?q=from%3A%22a+b%22+%26+c&limit=50');
});

describe('requests', () => {
  it('carry the header against forged requests when they change something, and only then', async () => {
    const fetch = answer(200, {});
    vi.stubGlobal('fetch', fetch);
    await http.get('/x');
    await http.post('/x', { a: 1 });
    const headers = fetch.mock.calls.map(c => c[1].headers as Record<string, string>);
    expect(headers[0]!['X-Steward']).toBeUndefined();
    expect(headers[1]!['X-Steward']).toBe('1');
    expect(fetch.mock.calls.every(c => c[1].credentials === 'same-origin')).toBe(true);
  });

  it('turn problem details into an error in words, with its fields', async () => {
    vi.stubGlobal('fetch', answer(400, { title: 'Invalid input', detail: 'The zone is unknown.', code: 'invalid', errors: { zone: ['The zone is unknown.'] } }));
    const error = await http.put('/settings', {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: 'invalid', errors: { zone: ['The zone is unknown.'] } });
    expect(messageOf(error)).toBe('The zone is unknown.');
  });

  it('survive an answer that is no JSON', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => new Response('<html>bad gateway', { status: 502 })));
    await expect(http.get('/x')).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });

  it('say that the server is away when it is', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('Failed to fetch'); }));
    await expect(http.get('/x')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('tell of a lost session, but not when signing in itself is refused', async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    vi.stubGlobal('fetch', answer(401, { detail: 'Sign in first.' }));
    await expect(http.post('/auth/login', {}, true)).rejects.toMatchObject({ status: 401 });
    expect(signedOut).not.toHaveBeenCalled();
    await expect(http.get('/accounts')).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toHaveBeenCalledOnce();
  });
});
