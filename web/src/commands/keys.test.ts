import { describe, expect, it } from 'vitest';
import { match, strokeOf } from './keys';
import { rank } from './rank';
import type { Command } from './registry';

const press = (key: string, mods: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods });

describe('strokes', () => {
  it('are the same word on both kinds of keyboard', () => {
    expect(strokeOf(press('k', { ctrlKey: true }), false)).toBe('mod+k');
    expect(strokeOf(press('k', { metaKey: true }), true)).toBe('mod+k');
    expect(strokeOf(press('k', { ctrlKey: true }), true)).toBe('ctrl+k');
    expect(strokeOf(press('K', { ctrlKey: true, shiftKey: true }), false)).toBe('mod+k');
  });
  it('tell capitals and signs by themselves', () => {
    expect(strokeOf(press('?', { shiftKey: true }), false)).toBe('?');
    expect(strokeOf(press('I', { shiftKey: true }), false)).toBe('I');
    expect(strokeOf(press('Enter', { shiftKey: true }), false)).toBe('shift+enter');
  });
});

describe('matching', () => {
  const all = ['g i', 'g a', 'i', '?'];
  it('waits for the second key of a pair', () => expect(match(['g'], all)).toEqual({ hit: null, open: true }));
  it('takes the pair before the single key', () => expect(match(['g', 'i'], all)).toEqual({ hit: 'g i', open: false }));
  it('finds a single key after something unrelated', () => expect(match(['z', 'i'], all)).toEqual({ hit: 'i', open: false }));
  it('gives up on what begins nothing', () => expect(match(['z'], all)).toEqual({ hit: null, open: false }));
});

it('ranks commands by the beginnings of their words, and asks for all of them', () => {
  const command = (title: string, keywords = ''): Command => ({ id: title, title, section: 'S', keywords, run: () => {} });
  const all = [command('Archive'), command('Go to Inbox'), command('Inbox zero', 'archive'), command('Calendar')];
  expect(rank(all, 'arch').map(c => c.title)).toEqual(['Archive', 'Inbox zero']);
  expect(rank(all, 'inbox go').map(c => c.title)).toEqual(['Go to Inbox']);
  expect(rank(all, 'nothing')).toEqual([]);
  expect(rank(all, '  ')).toHaveLength(4);
});
