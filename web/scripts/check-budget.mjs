// Fails the build when the first page or a route has grown beyond its budget (compressed sizes, as a browser fetches them).
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.resolve(import.meta.dirname, '../dist');
const manifest = JSON.parse(fs.readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
const size = file => gzipSync(fs.readFileSync(path.join(dist, file)), { level: 6 }).length;
const kB = bytes => `${(bytes / 1000).toFixed(1)} kB`;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const filesOf = keys => new Set([...keys].flatMap(k => [manifest[k].file, ...(manifest[k].css ?? [])]));
const entry = Object.keys(manifest).find(k => manifest[k].isEntry);
const initial = filesOf(closure(entry));
const total = [...initial].reduce((sum, f) => sum + size(f), 0);
console.log(`first page: ${kB(total)} compressed (budget 300 kB)`);
let failed = total > 300_000;

for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const own = [...filesOf(closure(key))].filter(f => !initial.has(f)).reduce((sum, f) => sum + size(f), 0);
  if (own > 150_000) {
    console.error(`${key} adds ${kB(own)} (budget 150 kB)`);
    failed = true;
  }
}
if (failed) {
  console.error('The size budget is exceeded.');
  process.exit(1);
}
