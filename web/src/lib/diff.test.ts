import { describe, expect, it } from 'vitest';
import { diffLines, diffWords, type Piece } from './diff';

const before = (pieces: Piece[]) => pieces.filter(p => p.kind !== 'added').map(p => p.text).join('');
const after = (pieces: Piece[]) => pieces.filter(p => p.kind !== 'removed').map(p => p.text).join('');

describe('diffWords', () => {
  it('marks only the words that differ', () => {
    expect(diffWords('See you on Monday at nine.', 'See you on Tuesday at nine.')).toEqual([
      { kind: 'same', text: 'See you on ' },
      { kind: 'removed', text: 'Monday' },
      { kind: 'added', text: 'Tuesday' },
      { kind: 'same', text: ' at nine.' },
    ]);
  });

  it('shows a wholly new and a wholly removed text', () => {
    expect(diffWords('', 'Hello')).toEqual([{ kind: 'added', text: 'Hello' }]);
    expect(diffWords('Hello', '')).toEqual([{ kind: 'removed', text: 'Hello' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  it('keeps words with accents and apostrophes whole', () => {
    const pieces = diffWords("I don't know Zoë", "I don't know Zoé");
    expect(pieces.find(p => p.kind === 'removed')?.text).toBe('Zoë');
    expect(pieces.find(p => p.kind === 'added')?.text).toBe('Zoé');
  });

  it('gives both texts back exactly, whatever they are', () => {
    const alphabet = ['a', 'b', 'word', ' ', '  ', '\n', '.', 'é', '😀', '-'];
    let seed = 20261120;
    const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    const text = () => Array.from({ length: random(30) }, () => alphabet[random(alphabet.length)]).join('');
    for (let i = 0; i < 500; i++) {
      const [a, b] = [text(), text()];
      const pieces = diffWords(a, b);
      expect(before(pieces), `seed run ${i}`).toBe(a);
      expect(after(pieces), `seed run ${i}`).toBe(b);
    }
  });

  it('stays quick and true for long texts that share nothing', () => {
    const a = Array.from({ length: 6000 }, (_, i) => `a${i}`).join(' ');
    const b = Array.from({ length: 6000 }, (_, i) => `b${i}`).join(' ');
    const started = performance.now();
    const pieces = diffWords(a, b);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(before(pieces)).toBe(a);
    expect(after(pieces)).toBe(b);
  });
});

describe('diffLines', () => {
  it('keeps lists as items', () => {
    expect(diffLines('INBOX\nUNREAD', 'UNREAD\nTravel')).toEqual([
      { kind: 'removed', text: 'INBOX' },
      { kind: 'same', text: 'UNREAD' },
      { kind: 'added', text: 'Travel' },
    ]);
  });
});
