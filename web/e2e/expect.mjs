import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';

export async function noViolations(page, what) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).exclude('iframe').analyze();
  assert.deepEqual(violations.map(v => `${v.id} (${v.help}): ${v.nodes.slice(0, 4).map(n => `${n.target.join(' ')} ${n.any[0]?.message ?? n.failureSummary ?? ''}`).join(' | ')}`), [], `accessibility of ${what}`);
}

export const noComplaints = (complaints, what) => assert.deepEqual(complaints, [], `console of ${what}`);
