import type { Rule } from 'eslint';

export const layers: Readonly<Record<string, readonly string[]>>;
export const features: Readonly<Record<string, readonly string[]>>;
export function broken(from: string, to: string): string | null;
export const rule: Rule.RuleModule;
