// Writes openapi.json and the types in src/lib/api.ts from a running Steward: STEWARD_URL=http://127.0.0.1:8080 npm run generate
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const url = process.env.STEWARD_URL ?? 'http://127.0.0.1:8080';
const response = await fetch(`${url}/openapi/v1.json`);
if (!response.ok) throw new Error(`${url}/openapi/v1.json answered ${response.status}`);
const document = await response.json();
delete document.servers;
fs.writeFileSync(path.join(root, 'openapi.json'), JSON.stringify(document, null, 2) + '\n');
execFileSync(process.execPath, ['node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'src/lib/api.ts'], { cwd: root, stdio: 'inherit' });
