import { Badge, Group } from '@mantine/core';
import type { Answer } from '@/lib/types';
import { Markdown } from '@/ui/Markdown';
import { BlockView } from './BlockView';
import classes from './Turn.module.css';

const drawn = new Set(['messages', 'slots', 'events', 'summary', 'priorities']);

/** What the text says beside its lists: they are there for readers without components, and stand below as the things that they name. */
const words = (text: string) => text.split('\n').filter(line => !/^\s*([-*•]|\d+\.)\s/.test(line)).join('\n').trim();

export function AnswerView({ answer }: { answer: Answer }) {
  const said = answer.blocks.some(b => drawn.has(b.type)) ? words(answer.text) : answer.text;
  return (
    <section className={classes.answer}>
      {said && <Markdown>{said}</Markdown>}
      {answer.blocks.filter(b => b.type !== 'proposals').map((block, i) => <BlockView key={i} block={block} />)}
      {answer.labels.length > 0 && <Group gap={6}>{answer.labels.map(l => <Badge key={l} color="gray">{l}</Badge>)}</Group>}
    </section>
  );
}
