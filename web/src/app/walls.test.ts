import fs from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import { features, rule } from '../../lint/walls.mjs';

const src = path.resolve(import.meta.dirname, '..');

/** What the rule says about one line of a file; ESLint itself runs over the whole page in `npm run check`. */
const complaints = (file: string, line: string) =>
  new Linter({ cwd: src })
    .verify(line, [{ files: ['**/*.ts', '**/*.tsx'], plugins: { steward: { rules: { walls: rule } } }, rules: { 'steward/walls': 'error' } }] as never, { filename: path.join(src, file) })
    .map(m => m.message);

it.each([
  ['lib/x.ts', "import { When } from '@/ui/When';", 'lib may not lean on ui'],
  ['ui/x.tsx', "import { usePending } from '@/features/approvals/api';", 'ui may not lean on features'],
  ['features/mail/InboxPage.tsx', "import { router } from '../../app/router';", 'features may not lean on app'],
  ['features/mail/InboxPage.tsx', "import { S } from '@/features/settings/SettingsPage';", 'mail may not lean on settings'],
  ['features/mail/InboxPage.tsx', "const c = import('@/features/approvals/cards/registry');", 'private to approvals'],
  ['features/mail/list/Row.tsx', "export { c } from '../../approvals/cards/registry';", 'private to approvals'],
])('the wall that %s would break is seen', (file, line, why) => expect(complaints(file, line).join()).toContain(why));

it('lets through what may be leant on', () => {
  expect(complaints('features/mail/InboxPage.tsx', "import { wish } from '@/features/approvals/quick'; import { Row } from './list/Row'; import { useQuery } from '@tanstack/react-query';")).toEqual([]);
});

it('leaves every feature in the table', () => expect(Object.keys(features).sort()).toEqual(expect.arrayContaining(fs.readdirSync(path.join(src, 'features')))));
