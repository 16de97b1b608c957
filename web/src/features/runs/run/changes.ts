import { diffLines, type Piece } from '@/lib/diff';

export interface ChannelChange {
  channel: string;
  pieces: Piece[];
}

/** Fields in one order, so that only values make a difference. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]));
}

/** What differs between two states, by channel, as lines of JSON. */
export function changedLines(before: Record<string, unknown>, after: Record<string, unknown>): ChannelChange[] {
  const lines = (state: Record<string, unknown>, channel: string) => (channel in state ? JSON.stringify(ordered(state[channel]), null, 2) : '');
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    .map(channel => ({ channel, was: lines(before, channel), now: lines(after, channel) }))
    .filter(({ was, now }) => was !== now)
    .map(({ channel, was, now }) => ({ channel, pieces: diffLines(was, now) }));
}

export type Parsed = { value: unknown } | { problem: 'json' | 'object' };

/** What somebody typed as JSON; for a state it must be an object. */
export function parse(typed: string, object = false): Parsed {
  try {
    const value: unknown = JSON.parse(typed);
    return object && (value === null || typeof value !== 'object' || Array.isArray(value)) ? { problem: 'object' } : { value };
  } catch {
    return { problem: 'json' };
  }
}

/** Only the channels that differ from what they were: the others stay as they are. */
export function onlyChanged(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> | undefined {
  const changed = Object.entries(after).filter(([channel, value]) => JSON.stringify(ordered(before[channel])) !== JSON.stringify(ordered(value)));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
