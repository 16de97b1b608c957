import { expect, it } from 'vitest';
import { linkTarget, splitLinks } from './links';

it('opens only web and mail addresses', () => {
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '/relative', 'no url'])
    expect(linkTarget(bad), bad).toBeNull();
  expect(linkTarget('https://example.com/a')).toEqual({ href: 'https://example.com/a', shown: 'example.com' });
  expect(linkTarget('mailto:a@example.com')?.shown).toBe('a@example.com');
});

it('shows the host that the browser would really visit', () => {
  expect(linkTarget('https://раураl.com/')?.shown).toMatch(/^xn--/);
  expect(linkTarget('https://bank.com@evil.example/')?.shown).toBe('evil.example');
});

it('finds addresses in text and loses nothing', () => {
  const text = 'See https://example.com/a?b=c, or (http://x.test/y). Not javascript:alert(1).';
  const parts = splitLinks(text);
  expect(parts.map(p => p.text).join('')).toBe(text);
  expect(parts.filter(p => p.href).map(p => p.text)).toEqual(['https://example.com/a?b=c', 'http://x.test/y']);
});
