import type { PlanStep } from '@/lib/types';

/** A step that uses the result of another. */
export interface Dependency {
  from: string;
  to: string;
}

/** Steps that a value refers to: `{"$ref": "s1.messages"}` anywhere in arguments. `item` is the element of a step that is done for each. */
function referred(value: unknown, into: Set<string>) {
  if (Array.isArray(value)) for (const v of value) referred(v, into);
  else if (value && typeof value === 'object')
    for (const [name, v] of Object.entries(value)) {
      if (name === '$ref' && typeof v === 'string') into.add(v.split('.')[0]!);
      else referred(v, into);
    }
}

/** Which steps wait for which, by what they refer to. A condition counts only where nothing else leads from that step; a step that names none follows the one before it. */
export function dependencies(steps: readonly PlanStep[]): Dependency[] {
  const ids = new Set(steps.map(s => s.id));
  return steps.flatMap((step, i) => {
    const from = new Set<string>();
    referred(step.arguments, from);
    for (const reference of [step.forEach, step.when]) if (reference) from.add(reference.split('.')[0]!);
    const known = [...from].filter(id => ids.has(id) && id !== step.id);
    if (known.length === 0 && i > 0) known.push(steps[i - 1]!.id);
    return known.map(id => ({ from: id, to: step.id }));
  });
}
