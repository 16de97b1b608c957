/** Where each node of a workflow stands when it is drawn: layers from top to bottom, by the longest way from the start; a way back leads upwards. */
export interface Placed {
  name: string;
  layer: number;
  /** Place within its layer, and how many there are. */
  index: number;
  of: number;
}

export interface Edge {
  from: string;
  to: string;
}

export function layered(start: string, nodes: readonly string[], edges: readonly Edge[]): Placed[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) if (nodes.includes(from) && nodes.includes(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const back = waysBack(start, nodes, next);
  const forward = (from: string) => (next.get(from) ?? []).filter(to => !back.has(`${from}\n${to}`));

  const layers = new Map<string, number>([[start, 0]]);
  const order = sorted(start, nodes, forward);
  for (const node of order) {
    const own = layers.get(node) ?? 0;
    layers.set(node, own);
    for (const to of forward(node)) layers.set(to, Math.max(layers.get(to) ?? 0, own + 1));
  }

  // Within a layer: below the mean of those that lead here, so that fewer lines cross.
  const rows = new Map<number, string[]>();
  for (const node of order) rows.set(layers.get(node)!, [...(rows.get(layers.get(node)!) ?? []), node]);
  const place = new Map<string, number>();
  for (const layer of [...rows.keys()].sort((a, b) => a - b)) {
    const row = rows.get(layer)!;
    const wish = (node: string) => {
      const from = order.filter(other => forward(other).includes(node)).map(other => place.get(other) ?? 0);
      return from.length === 0 ? 0 : from.reduce((sum, x) => sum + x, 0) / from.length;
    };
    const wished = row.map((node, i) => ({ node, i, x: wish(node) })).sort((a, b) => a.x - b.x || a.i - b.i);
    wished.forEach(({ node }, i) => place.set(node, i - (row.length - 1) / 2));
    rows.set(layer, wished.map(w => w.node));
  }
  return [...rows].sort(([a], [b]) => a - b).flatMap(([layer, row]) => row.map((name, index) => ({ name, layer, index, of: row.length })));
}

/** The edges that close a circle, found from the start on. */
function waysBack(start: string, nodes: readonly string[], next: ReadonlyMap<string, string[]>): Set<string> {
  const found = new Set<string>();
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (node: string) => {
    state.set(node, 'open');
    for (const to of next.get(node) ?? []) {
      if (state.get(to) === 'open') found.add(`${node}\n${to}`);
      else if (!state.has(to)) visit(to);
    }
    state.set(node, 'closed');
  };
  for (const node of [start, ...nodes]) if (!state.has(node)) visit(node);
  return found;
}

/** Every node after all that lead to it. */
function sorted(start: string, nodes: readonly string[], forward: (node: string) => string[]): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (node: string) => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const to of forward(node)) visit(to);
    order.unshift(node);
  };
  for (const node of [...nodes].reverse()) if (node !== start) visit(node);
  visit(start);
  return order;
}
