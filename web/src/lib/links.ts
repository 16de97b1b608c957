/** Where a link really goes: only http, https and mailto; the shown part is the host as the browser will resolve it (punycode included). */
export function linkTarget(href: string): { href: string; shown: string } | null {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return null;
  }
  if (url.protocol === 'mailto:') return { href: url.href, shown: url.pathname };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return { href: url.href, shown: url.host };
}

export interface TextPart {
  text: string;
  href?: string;
}

/** Splits plain text at web addresses, so that they can be clicked; what is shown is what is opened. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"'）)\]]+/g)) {
    const raw = found[0].replace(/[.,;:!?]+$/, '');
    const target = linkTarget(raw);
    if (!target) continue;
    if (found.index > at) parts.push({ text: text.slice(at, found.index) });
    parts.push({ text: raw, href: target.href });
    at = found.index + raw.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
