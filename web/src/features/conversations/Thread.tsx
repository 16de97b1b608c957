import { Skeleton, Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Conversation } from '@/lib/types';
import classes from './Chat.module.css';
import { TurnView } from './turn/TurnView';

interface Props {
  conversation: Conversation | undefined;
  onSend: (message: string) => void;
  onEdit: (message: string) => void;
}

/** The turns, oldest first. A new turn begins at the top of the view and grows downwards: nothing that is being read moves. */
export function Thread({ conversation, onSend, onEdit }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const last = conversation?.turns.at(-1)?.id;
  useEffect(() => {
    const turn = last ? document.getElementById(`turn-${last}`) : null;
    // The thread alone scrolls: scrollIntoView would move the page's frame too.
    if (turn && scroll.current) scroll.current.scrollTop += turn.getBoundingClientRect().top - scroll.current.getBoundingClientRect().top - 16;
  }, [last]);

  if (!conversation)
    return (
      <div className={classes.scroll} aria-busy>
        <div className={classes.thread}><Stack gap="sm"><Skeleton h={40} w="55%" ml="auto" radius="lg" /><Skeleton h={150} radius="lg" /><Skeleton h={14} w="70%" /></Stack></div>
      </div>
    );

  return (
    <div ref={scroll} className={classes.scroll} tabIndex={0} role="region" aria-label={conversation.title}>
      <div className={classes.thread}>
        {conversation.turns.map((turn, i) => (
          <TurnView key={turn.id} turn={turn} latest={i === conversation.turns.length - 1} onSend={onSend} onEdit={onEdit} />
        ))}
      </div>
    </div>
  );
}
