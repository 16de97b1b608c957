import { Badge, Group } from '@mantine/core';
import type { Answer } from '@/lib/types';
import { Markdown } from '@/ui/Markdown';
import { BlockView } from './BlockView';
import classes from './Turn.module.css';

export function AnswerView({ answer }: { answer: Answer }) {
  return (
    <section className={classes.answer}>
      {answer.text && <Markdown>{answer.text}</Markdown>}
      {answer.blocks.filter(b => b.type !== 'proposals').map((block, i) => <BlockView key={i} block={block} />)}
      {answer.labels.length > 0 && <Group gap={6}>{answer.labels.map(l => <Badge key={l} color="gray">{l}</Badge>)}</Group>}
    </section>
  );
}
