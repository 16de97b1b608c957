import { expect, it } from 'vitest';
import { safeNext } from './guard';

it('comes back to pages of this site only', () => {
  expect(safeNext('/inbox?q=from%3Aanna')).toBe('/inbox?q=from%3Aanna');
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/sign-in', '/sign-in?next=/x', '/welcome#ticket=1', '/a\nb'])
    expect(safeNext(bad), String(bad)).toBe('/');
});
