import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ComponentType } from 'react';
import { isTyping, match, strokeOf } from './keys';

/** Something that a person can do, once; a button, the palette and a shortcut are only triggers of it. */
export interface Command {
  id: string;
  title: string;
  section: string;
  run: () => void;
  shortcut?: string;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  /** More words under which the palette finds it. */
  keywords?: string;
  /** Shown on the sheet and reachable by key, but not in the palette: "next message". */
  quiet?: boolean;
  disabled?: boolean;
}

let layers: readonly { owner: symbol; commands: readonly Command[] }[] = [];
let flat: readonly Command[] = [];
const listeners = new Set<() => void>();

function changed() {
  const seen = new Set<string>();
  // Later layers (the page, a dialog) win over earlier ones (the shell).
  flat = layers.toReversed().flatMap(l => l.commands).filter(c => !seen.has(c.id) && seen.add(c.id));
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useAllCommands = () => useSyncExternalStore(subscribe, () => flat);

/** Offers commands while the component is mounted. What they do is always the latest render's; ids, titles and shortcuts are watched. */
export function useCommands(commands: readonly Command[]) {
  const owner = useRef(Symbol('commands'));
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const signature = commands.map(c => `${c.id}|${c.title}|${c.shortcut ?? ''}|${c.disabled ?? false}`).join('\n');
  useEffect(() => {
    const mine = owner.current;
    const offered = latest.current.map(c => ({ ...c, run: () => latest.current.find(now => now.id === c.id)?.run() }));
    layers = [...layers.filter(l => l.owner !== mine), { owner: mine, commands: offered }];
    changed();
    return () => {
      layers = layers.filter(l => l.owner !== mine);
      changed();
    };
  }, [signature]);
}

/** Listens for shortcuts. A dialog keeps the keys to itself, except for those with a modifier. */
export function useShortcuts() {
  useEffect(() => {
    let strokes: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(e.key)) return;
      const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
      const target = e.target as Element | null;
      if (plain && (isTyping(target) || target?.closest('[role="dialog"],[role="menu"],[role="listbox"]'))) return;
      // Enter and space belong to the focused control.
      if (plain && (e.key === 'Enter' || e.key === ' ') && target?.closest('button,a,[role="button"],input,summary')) return;
      strokes = [...strokes, strokeOf(e)].slice(-3);
      clearTimeout(timer);
      const active = flat.filter(c => c.shortcut && !c.disabled);
      const { hit, open } = match(strokes, active.map(c => c.shortcut!));
      if (hit) {
        e.preventDefault();
        strokes = [];
        active.find(c => c.shortcut === hit)!.run();
      } else if (open) timer = setTimeout(() => (strokes = []), 1200);
      else strokes = [];
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      clearTimeout(timer);
    };
  }, []);
}
