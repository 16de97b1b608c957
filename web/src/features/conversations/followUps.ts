import type { Turn } from '@/lib/types';
import { text } from './text';

/** Requests that usually come next, in words that the planner understands of what has just been found ("them"). None while something still runs or waits. */
export function followUps(turn: Turn): readonly string[] {
  if (turn.state !== 'completed' || turn.plan?.steps.some(s => s.effect === 'propose')) return [];
  const block = turn.answer?.blocks.find(b => b.type !== 'proposals' && b.type !== 'draft');
  switch (block?.type) {
    case 'messages': return block.items.length > 0 ? text.next.messages : [];
    case 'events': return text.next.events;
    case 'slots': return block.items.length > 0 ? text.next.slots : text.next.noSlots;
    case 'priorities': return text.next.priorities;
    default: return [];
  }
}
