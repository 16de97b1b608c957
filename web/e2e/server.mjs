// A real Steward with the sample mailbox, on a data folder of its own that is removed afterwards.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** `env`: more of the environment, such as providers of language models. */
export async function startSteward({ now, google, env } = {}) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'steward-browser-'));
  const host = ['Release', 'Debug'].map(c => path.join(root, 'src/Steward.Host/bin', c, 'net10.0/Steward.Host.dll')).find(f => fs.existsSync(f));
  if (!host) throw new Error('Steward is not built: run ./run once, or dotnet build.');
  const child = spawn('dotnet', [host, '--demo', '--port', '0', '--data', data], {
    env: { ...process.env, STEWARD_ZONE: 'Europe/Berlin', STEWARD_WEB: path.join(root, 'web/dist'), ...(now ? { STEWARD_NOW: now } : {}), ...(google ? { STEWARD_GOOGLE_SERVER: google } : {}), ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  const closed = new Promise(resolve => child.once('exit', resolve));
  const leave = () => child.kill('SIGTERM');
  process.once('exit', leave);
  const stop = async () => {
    process.off('exit', leave);
    child.kill('SIGTERM');
    await Promise.race([closed, new Promise(resolve => setTimeout(resolve, 20_000).unref())]);
    if (child.exitCode === null) child.kill('SIGKILL');
    fs.rmSync(data, { recursive: true, force: true });
  };
  let timer;
  const link = await new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Steward did not become ready in a minute:\n${output.join('\n')}`)), 60_000);
    for (const stream of [child.stdout, child.stderr])
      readline.createInterface({ input: stream }).on('line', line => {
        output.push(line);
        const ready = /Steward is ready: (\S+)/.exec(line);
        if (ready) resolve(ready[1]);
      });
    closed.then(code => reject(new Error(`Steward ended with ${code}:\n${output.join('\n')}`)));
  }).catch(async error => {
    await stop();
    throw error;
  }).finally(() => clearTimeout(timer));
  return { link, url: new URL(link).origin, output, stop };
}

/** A server that speaks the protocols of language model providers (aimock), as the tests use it: see tests/Steward.Testing/ModelPeers. */
export async function startModels() {
  execFileSync(path.join(root, 'build/install-model-peers'), { stdio: ['ignore', 'ignore', 'inherit'] });
  const child = spawn('node', ['serve.mjs'], { cwd: path.join(root, 'tests/Steward.Testing/ModelPeers'), stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    readline.createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', code => reject(new Error(`The stand-in for model providers ended with ${code}.`)));
  });
  // It ends with the other end of its input.
  return { url: new URL(url), stop: () => child.stdin.end() };
}
