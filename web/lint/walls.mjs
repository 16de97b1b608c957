// The walls of the page: what each part may lean on. Read by eslint.config.mjs, and tried out by src/app/walls.test.ts.
import path from 'node:path';

export const layers = {
  lib: ['lib'],
  live: ['live', 'lib'],
  ui: ['ui', 'lib'],
  commands: ['commands', 'ui', 'lib'],
  features: ['features', 'commands', 'live', 'ui', 'lib'],
  app: ['app', 'features', 'commands', 'live', 'ui', 'lib'],
};

/** Which other features a feature may lean on. A feature's root folder is its public side; its subfolders are its own. */
export const features = {
  auth: [],
  approvals: ['accounts', 'runs'],
  accounts: [],
  mail: ['approvals', 'accounts'],
  calendar: ['approvals', 'accounts'],
  conversations: ['accounts', 'approvals', 'mail', 'calendar', 'models', 'today', 'runs'],
  today: ['accounts', 'approvals', 'mail', 'calendar'],
  activity: ['approvals'],
  settings: ['accounts', 'approvals', 'people'],
  people: [],
  runs: [],
  models: [],
  usage: ['models'],
};

/** Why a file (both by their path under src) may not import another; null when it may. */
export function broken(from, to) {
  const [fromLayer, fromFeature] = from.split('/');
  const [toLayer, toFeature, ...rest] = to.split('/');
  if (fromLayer === 'main.tsx') return null;
  if (!layers[fromLayer]?.includes(toLayer)) return `${fromLayer} may not lean on ${toLayer}`;
  if (toLayer !== 'features') return null;
  if (fromLayer === 'features' && fromFeature !== toFeature && !features[fromFeature]?.includes(toFeature)) return `${fromFeature} may not lean on ${toFeature}`;
  const outside = fromLayer !== 'features' || fromFeature !== toFeature;
  return outside && rest.length > 1 ? `${to} is private to ${toFeature}` : null;
}

const src = path.resolve(import.meta.dirname, '../src');

/** The walls as a rule of ESLint: static, re-exporting and dynamic imports, by alias or relative. */
export const rule = {
  meta: { type: 'problem', schema: [], messages: { wall: 'A wall of the page: {{why}} (see lint/walls.mjs).' } },
  create(context) {
    const file = path.relative(src, context.filename).split(path.sep).join('/');
    if (file.startsWith('..')) return {};
    const check = node => {
      const target = node.source?.value;
      if (typeof target !== 'string') return;
      const to = target.startsWith('@/') ? target.slice(2) : target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : null;
      const why = to && broken(file, to);
      if (why) context.report({ node, messageId: 'wall', data: { why } });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};
