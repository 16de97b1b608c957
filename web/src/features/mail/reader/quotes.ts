/** Splits a mail's text into what was written and runs of quoted lines (three or more, with the "… wrote:" line before them). Joined, the parts are the text. */
export function foldQuotes(text: string): { text: string; quoted: boolean }[] {
  const lines = text.split('\n');
  const quoted = lines.map(line => /^\s*>/.test(line));
  for (let i = lines.length - 2; i >= 0; i--) if (!quoted[i] && quoted[i + 1] && (lines[i]!.trim() === '' || /(wrote|schrieb|a écrit)\s*:\s*$/i.test(lines[i]!))) quoted[i] = true;

  const parts: { text: string; quoted: boolean }[] = [];
  let at = 0;
  while (at < lines.length) {
    let end = at + 1;
    while (end < lines.length && quoted[end] === quoted[at]) end++;
    const fold = quoted[at]! && end - at >= 3;
    const piece = lines.slice(at, end).join('\n') + (end < lines.length ? '\n' : '');
    const last = parts.at(-1);
    if (last && last.quoted === fold) last.text += piece;
    else parts.push({ text: piece, quoted: fold });
    at = end;
  }
  return parts;
}
