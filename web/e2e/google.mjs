// "emulate", a program that we did not write, as Google. What it lacks of Google's documentation and the story needs is put in front of it: Gmail's profile, batches, tokens that are refused,
// and a person who takes the permission back (docs/google.md says where else it falls short).
import http from 'node:http';
import net from 'node:net';
import { createEmulator } from 'emulate';

export const client = { id: 'steward-story.apps.googleusercontent.com', secret: 'GOCSPX-story' };

const freePort = () => new Promise(resolve => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

export async function startGoogle() {
  const port = await freePort();
  const grants = new Map(); // token → address
  const inner = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);

  async function token(body) {
    const asked = new URLSearchParams(body.toString());
    const refreshed = asked.get('refresh_token');
    if (refreshed && !grants.has(refreshed)) return json(400, { error: 'invalid_grant' });
    const response = await inner('/oauth2/token', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body });
    const given = await response.json();
    const address = refreshed ? grants.get(refreshed) : given.id_token && JSON.parse(Buffer.from(given.id_token.split('.')[1], 'base64url')).email;
    for (const secret of [given.access_token, given.refresh_token]) if (secret) grants.set(secret, address);
    return json(response.status, given);
  }

  async function profile(headers) {
    const { messages = [] } = await (await inner('/gmail/v1/users/me/messages?maxResults=500', { headers })).json();
    const whole = await Promise.all(messages.map(async m => (await inner(`/gmail/v1/users/me/messages/${m.id}?format=minimal`, { headers })).json()));
    return json(200, { emailAddress: grants.get(headers.authorization.slice(7)), messagesTotal: messages.length, historyId: shorter(`"${whole.map(m => m.historyId).sort().at(-1) ?? '1'}"`).slice(1, -1) });
  }

  async function batch(body, headers) {
    const asked = [...body.toString().matchAll(/Content-ID: <([^>]+)>[\s\S]*?GET (\S+) HTTP/g)];
    const parts = await Promise.all(asked.map(async ([, id, path]) => {
      const answer = await inner(path, { headers });
      return `--answers\r\nContent-Type: application/http\r\nContent-ID: <response-${id}>\r\n\r\nHTTP/1.1 ${answer.status} ${answer.statusText}\r\nContent-Type: application/json\r\n\r\n${shorter(await answer.text())}\r\n`;
    }));
    return { status: 200, headers: { 'Content-Type': 'multipart/mixed; boundary=answers' }, body: `${parts.join('')}--answers--` };
  }

  async function answer(request, body) {
    const headers = { ...(request.headers.authorization ? { authorization: request.headers.authorization } : {}), ...(request.headers['content-type'] ? { 'content-type': request.headers['content-type'] } : {}) };
    const path = new URL(request.url, 'http://google').pathname;
    if (path === '/oauth2/token') return token(body);
    if (/^\/(gmail|calendar|batch)\//.test(path) && !grants.has(headers.authorization?.slice(7))) return json(401, { error: { code: 401, message: 'Invalid Credentials', status: 'UNAUTHENTICATED' } });
    if (path === '/gmail/v1/users/me/profile') return profile(headers);
    if (path === '/batch/gmail/v1') return batch(body, { authorization: headers.authorization });
    const mended = path.startsWith('/gmail/') ? shorter : path.startsWith('/calendar/') ? named : null;
    const response = await inner(request.url.replace(/(startHistoryId=\d+)/, id => `${id}000`), { method: request.method, headers, redirect: 'manual', ...(body.length > 0 ? { body } : {}) });
    const kept = ['content-type', 'location'].filter(h => response.headers.has(h)).map(h => [h, response.headers.get(h)]);
    return { status: response.status, headers: Object.fromEntries(kept), body: mended ? mended(await response.text()) : Buffer.from(await response.arrayBuffer()) };
  }

  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk)).on('end', () => {
      answer(request, Buffer.concat(chunks)).then(
        a => response.writeHead(a.status, a.headers).end(a.body),
        error => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  let emulator;
  return {
    url,
    /** Registers the Steward at this address, and begins. `people` is what emulate seeds: users, messages, calendars, calendar_events. */
    async open(steward, people) {
      const oauth_clients = [{ client_id: client.id, client_secret: client.secret, name: 'Steward', redirect_uris: [`${steward}/accounts/connected/google`] }];
      emulator = await createEmulator({ service: 'google', port, baseUrl: url, seed: { google: { ...people, oauth_clients } } });
    },
    /** The person takes the permission back in their Google account. */
    endGrant(address) {
      for (const [secret, owner] of grants) if (owner === address) grants.delete(secret);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await emulator?.close();
    },
  };
}

/** Its history ids have more than 64 bits, Google's have not. */
const shorter = text => text.replace(/"(\d{19,})"/g, (_, id) => `"${id.slice(0, -3)}"`);

/** Its events have no iCalUID; Google's all have one. */
const named = text => text.replace(/("kind":"calendar#event",.*?"id":"([^"]+)")/g, (all, _, id) => `${all},"iCalUID":"${id}@google.com"`);

const json = (status, value) => ({ status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) });
