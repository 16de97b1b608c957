export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

// Beyond this many cells the middle is shown as replaced whole: still true, only coarser, and the page stays quick.
const mostCells = 4_000_000;

const words = (text: string) => text.match(/\s+|[\p{L}\p{N}_'’]+|[^\s\p{L}\p{N}_]/gu) ?? [];

/**
 * The difference of two texts by words. Joining all pieces but the added ones gives `before`; joining all but the removed ones gives `after`,
 * exactly, white space included.
 */
export function diffWords(before: string, after: string): Piece[] {
  return diff(words(before), words(after), '');
}

/** The difference of two lists (one item a line), in the order of the result; an item that only moved is both removed and added. */
export function diffLines(before: string, after: string): Piece[] {
  const lines = (text: string) => text.split('\n').filter(line => line !== '');
  return diff(lines(before), lines(after), null);
}

function diff(a: string[], b: string[], join: string | null): Piece[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }

  const pieces: Piece[] = [];
  const push = (kind: Piece['kind'], text: string) => {
    const last = pieces[pieces.length - 1];
    if (join !== null && last?.kind === kind) last.text += join + text;
    else pieces.push({ kind, text });
  };

  for (const text of a.slice(0, start)) push('same', text);
  for (const [kind, text] of middle(a.slice(start, endA), b.slice(start, endB))) push(kind, text);
  for (const text of a.slice(endA)) push('same', text);
  return pieces;
}

/** Longest common subsequence by dynamic programming; removals come before additions. */
function middle(a: string[], b: string[]): [Piece['kind'], string][] {
  const replaced = (): [Piece['kind'], string][] => [...a.map(t => ['removed', t] as [Piece['kind'], string]), ...b.map(t => ['added', t] as [Piece['kind'], string])];
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostCells) return replaced();

  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j]
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);

  const out: [Piece['kind'], string][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      out.push(['same', a[i]!]);
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) out.push(['removed', a[i++]!]);
    else out.push(['added', b[j++]!]);
  }
  while (i < a.length) out.push(['removed', a[i++]!]);
  while (j < b.length) out.push(['added', b[j++]!]);
  return out;
}
