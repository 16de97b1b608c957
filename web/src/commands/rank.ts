import type { Command } from './registry';

/** Commands whose words begin with the words of the query, in the order in which they were offered; all when there is no query. */
export function rank(commands: readonly Command[], query: string): Command[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...commands];
  const score = (c: Command) => {
    const title = c.title.toLocaleLowerCase();
    const words = `${title} ${c.section} ${c.keywords ?? ''}`.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);
    let sum = 0;
    for (const w of wanted) {
      if (title.startsWith(w)) sum += 3;
      else if (words.some(word => word.startsWith(w))) sum += 2;
      else if (title.includes(w)) sum += 1;
      else return 0;
    }
    return sum;
  };
  return commands.map(c => ({ c, s: score(c) })).filter(x => x.s > 0).sort((a, b) => b.s - a.s).map(x => x.c);
}
