/** Shortcuts as text: "mod+k", "?", "g i" (one after the other). `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The canonical text of a key press. Shift counts only with keys that have no other sign of it ("shift+enter", but "?" and "N"). */
export function strokeOf(e: Stroke, mac = isMac): string {
  const key = e.key === ' ' ? 'space' : e.key.length === 1 ? e.key : e.key.toLowerCase();
  const mod = mac ? e.metaKey : e.ctrlKey;
  const parts: string[] = [];
  if (mod) parts.push('mod');
  if (mac && e.ctrlKey) parts.push('ctrl');
  if (e.altKey) parts.push('alt');
  if (e.shiftKey && e.key.length > 1) parts.push('shift');
  parts.push(mod ? key.toLowerCase() : key);
  return parts.join('+');
}

/** Finds the shortcut that a series of strokes ends, or says whether more strokes may follow. */
export function match(strokes: readonly string[], shortcuts: readonly string[]): { hit: string | null; open: boolean } {
  for (let from = 0; from < strokes.length; from++) {
    const tail = strokes.slice(from).join(' ');
    if (shortcuts.includes(tail)) return { hit: tail, open: false };
    if (shortcuts.some(s => s.startsWith(`${tail} `))) return { hit: null, open: true };
  }
  return { hit: null, open: false };
}

const arrows = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' };
const signs: Record<string, string> = isMac
  ? { mod: '⌘', alt: '⌥', shift: '⇧', enter: '↵', escape: 'Esc', ...arrows }
  : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', ...arrows };

/** The keys to draw, stroke by stroke. */
export const drawn = (shortcut: string): string[][] =>
  shortcut.split(' ').map(stroke => stroke.split('+').map(key => signs[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1))));

/** True where a letter is text: shortcuts without a modifier do not fire there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file', 'range'].includes(target.type);
}
