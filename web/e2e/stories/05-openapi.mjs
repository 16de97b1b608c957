import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';

export const story = 'The committed OpenAPI document and the types made of it are what the server says';

const root = path.resolve(import.meta.dirname, '../..');

export async function run({ url }) {
  const response = await fetch(`${url}/openapi/v1.json`);
  assert.equal(response.status, 200);
  const document = await response.json();
  delete document.servers;
  const committed = JSON.parse(fs.readFileSync(path.join(root, 'openapi.json'), 'utf8'));
  assert.deepEqual(document, committed, 'The API has changed: start Steward, and run `npm run generate` in web/.');

  const fresh = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'steward-api-')), 'api.ts');
  execFileSync(process.execPath, ['node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', fresh], { cwd: root, stdio: 'ignore' });
  assert.equal(fs.readFileSync(fresh, 'utf8'), fs.readFileSync(path.join(root, 'src/lib/api.ts'), 'utf8'), 'The types are not those of openapi.json: run `npm run generate` in web/.');
}
