import type { MailAddress } from '@/lib/types';

const address = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$|^[^\s@<>",;]+@localhost$/;

/** Reads "Ann Lee <ann@example.com>, bob@example.com". Answers the first part that is no address as `wrong`. */
export function readAddresses(text: string): { addresses: MailAddress[]; wrong: string | null } {
  const addresses: MailAddress[] = [];
  for (const part of text.split(/[,;\n]+/).map(p => p.trim()).filter(Boolean)) {
    const named = /^(.*?)\s*<([^<>]+)>$/.exec(part);
    const email = (named?.[2] ?? part).trim();
    if (!address.test(email)) return { addresses, wrong: part };
    const name = named?.[1]?.replace(/^"|"$/g, '').trim();
    const at = email.lastIndexOf('@');
    addresses.push({ ...(name ? { name } : {}), email: email.slice(0, at) + email.slice(at).toLowerCase() });
  }
  return { addresses, wrong: null };
}

export const writeAddresses = (list: readonly MailAddress[] | undefined) => (list ?? []).map(a => (a.name ? `${a.name.replace(/[,;<>"]/g, ' ')} <${a.email}>` : a.email)).join(', ');
