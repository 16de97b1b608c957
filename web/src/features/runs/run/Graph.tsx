import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Handle, MarkerType, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconHourglass, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { GraphNode, NodeState, RunGraph } from '@/lib/types';
import classes from '../Runs.module.css';
import { text } from '../text';
import { layered } from '@/lib/layered';

const width = 190;
const height = 58;
const icons = { untouched: IconCircleDashed, done: IconCheck, active: IconPlayerPlay, waiting: IconHourglass, failed: IconAlertTriangle } satisfies Record<NodeState, unknown>;
const types = { node: NodeBox };
type Box = Node<{ node: GraphNode }, 'node'>;

/** The workflow from top to bottom, each node in the colour of its state. Pinch or the wheel with Ctrl zooms; the page scrolls as always. */
export default function Graph({ graph }: { graph: RunGraph }) {
  const scheme = useComputedColorScheme('light');
  const { nodes, edges, rows } = useMemo(() => draw(graph), [graph]);
  return (
    <div className={classes.graph} style={{ height: Math.min(560, Math.max(200, rows * (height + 36) + 40)) }}>
      <ul className={classes.hidden} aria-label={text.graphLabel}>
        {graph.nodes.map(n => <li key={n.name}>{n.name}: {text.node[n.state]}{n.visits > 1 && `, ${text.visits(n.visits)}`}{n.retries > 0 && `, ${text.retries(n.retries)}`}</li>)}
      </ul>
      <div aria-hidden className={classes.canvas}>
        <ReactFlow
          key={graph.nodes.length} nodes={nodes} edges={edges} nodeTypes={types} colorMode={scheme} fitView fitViewOptions={{ padding: 0.08, maxZoom: 1 }} minZoom={0.2} maxZoom={1.5}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} zoomOnScroll={false} preventScrolling={false}
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={18} size={1} />
        </ReactFlow>
      </div>
    </div>
  );
}

function NodeBox({ data: { node } }: NodeProps<Box>) {
  const Icon = icons[node.state];
  return (
    <div className={classes.node} data-state={node.state} style={{ width, height }} title={node.error ?? text.node[node.state]}>
      <Handle type="target" position={Position.Top} className={classes.handle} />
      <Handle id="in" type="target" position={Position.Right} className={classes.handle} />
      <Handle id="back" type="target" position={Position.Left} className={classes.handle} />
      <Icon size={15} stroke={1.9} />
      <span className={classes.nodeMain}><strong>{node.name}</strong><small>{[text.node[node.state], node.visits > 1 && text.visits(node.visits), node.retries > 0 && text.retries(node.retries)].filter(Boolean).join(' · ')}</small></span>
      <Handle type="source" position={Position.Bottom} className={classes.handle} />
      <Handle id="out" type="source" position={Position.Right} className={classes.handle} />
      <Handle id="up" type="source" position={Position.Left} className={classes.handle} />
    </div>
  );
}

function draw(graph: RunGraph): { nodes: Box[]; edges: Edge[]; rows: number } {
  const placed = layered(graph.start, graph.nodes.map(n => n.name), graph.edges);
  const of = new Map(graph.nodes.map(n => [n.name, n]));
  const layer = new Map(placed.map(p => [p.name, p.layer]));
  const nodes = placed.map((p): Box => ({
    id: p.name, type: 'node', position: { x: (p.index - (p.of - 1) / 2) * (width + 28) - width / 2, y: p.layer * (height + 36) }, width, height,
    data: { node: of.get(p.name)! },
  }));
  const edges = graph.edges.filter(e => of.has(e.from) && of.has(e.to)).map((e): Edge => ({
    id: `${e.from}>${e.to}`, source: e.from, target: e.to, ...way(layer.get(e.to)! - layer.get(e.from)!),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 }, className: [e.from, e.to].some(end => of.get(end)!.state === 'untouched') ? classes.edge! : classes.edgeDone!,
  }));
  return { nodes, edges, rows: Math.max(...placed.map(p => p.layer)) + 1 };
}

/** To the next layer from below to above; over others on the right, and back on the left, so that no line runs behind a node. */
function way(layers: number): Partial<Edge> {
  if (layers === 1) return { type: 'default' };
  return layers > 1 ? { type: 'smoothstep', sourceHandle: 'out', targetHandle: 'in', pathOptions: { borderRadius: 10, offset: 14 + 10 * layers } } as Partial<Edge>
    : { type: 'smoothstep', sourceHandle: 'up', targetHandle: 'back', pathOptions: { borderRadius: 10, offset: 14 - 10 * layers } } as Partial<Edge>;
}
