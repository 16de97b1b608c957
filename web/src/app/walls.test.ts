import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const src = path.resolve(import.meta.dirname, '..');

/** What each part of the page may lean on. A feature's root folder is its public side; its subfolders are its own. */
const layers: Record<string, readonly string[]> = {
  lib: ['lib'],
  live: ['live', 'lib'],
  ui: ['ui', 'lib'],
  commands: ['commands', 'ui', 'lib'],
  features: ['features', 'commands', 'live', 'ui', 'lib'],
  app: ['app', 'features', 'commands', 'live', 'ui', 'lib'],
};
const features: Record<string, readonly string[]> = {
  auth: [],
  approvals: [],
  accounts: [],
  mail: ['approvals', 'accounts'],
  calendar: ['approvals', 'accounts'],
  conversations: ['approvals', 'mail', 'calendar'],
  activity: ['approvals'],
  settings: ['approvals'],
  runs: [],
};

/** Why an import is not allowed; null when it is. */
export function broken(from: string, to: string): string | null {
  const [fromLayer, fromFeature] = from.split('/') as [string, string];
  const [toLayer, toFeature, ...rest] = to.split('/') as [string, string, ...string[]];
  if (fromLayer === 'main.tsx') return null;
  if (!layers[fromLayer]?.includes(toLayer)) return `${fromLayer} may not lean on ${toLayer}`;
  if (toLayer !== 'features') return null;
  if (fromLayer === 'features' && fromFeature !== toFeature && !features[fromFeature]?.includes(toFeature)) return `${fromFeature} may not lean on ${toFeature}`;
  const outside = fromLayer !== 'features' || fromFeature !== toFeature;
  return outside && rest.length > 1 ? `${to} is private to ${toFeature}` : null;
}

const files = fs.readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(f => /\.tsx?$/.test(f) && !/\.test\./.test(f));

describe('the walls', () => {
  it('stand', () => {
    const found: string[] = [];
    for (const file of files) {
      const source = fs.readFileSync(path.join(src, file), 'utf8');
      for (const [, target] of source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
        const to = target!.startsWith('@/') ? target!.slice(2) : target!.startsWith('.') ? path.posix.join(path.posix.dirname(file), target!) : null;
        const why = to && broken(file, to);
        if (why) found.push(`${file}: ${why}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('would be seen to fall', () => {
    expect(broken('lib/x.ts', 'ui/When')).not.toBeNull();
    expect(broken('features/mail/InboxPage.tsx', 'app/router')).not.toBeNull();
    expect(broken('features/mail/InboxPage.tsx', 'features/settings/SettingsPage')).not.toBeNull();
    expect(broken('features/mail/InboxPage.tsx', 'features/approvals/cards/registry')).not.toBeNull();
    expect(broken('features/mail/InboxPage.tsx', 'features/approvals/quick')).toBeNull();
  });

  it('leave every feature in the table', () => {
    expect(fs.readdirSync(path.join(src, 'features')).sort()).toEqual(Object.keys(features).sort());
  });
});

describe('names of outside origin', () => {
  it('are never put into the page as markup', () => {
    for (const file of files) expect(fs.readFileSync(path.join(src, file), 'utf8'), file).not.toMatch(/dangerouslySetInnerHTML|\.innerHTML|srcDoc|insertAdjacentHTML/);
  });
});
