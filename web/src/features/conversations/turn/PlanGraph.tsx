import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Handle, MarkerType, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import { useMemo } from 'react';
import { layered } from '@/lib/layered';
import type { Plan, PlanStep, StepState } from '@/lib/types';
import { text } from '../text';
import { dependencies } from './dependencies';
import classes from './PlanGraph.module.css';
import { StepIcon, Took } from './StepParts';

const width = 224;
const height = 74;
const gap = { x: 22, y: 34 };

type Box = Node<{ step: PlanStep; state: StepState | undefined }, 'step'>;
const types = { step: StepBox };

/** The plan as a graph: what each step uses of which, with its state, time and cost as they come. The list beside it says the same to a screen reader. */
export default function PlanGraph({ plan, steps }: { plan: Plan; steps: readonly StepState[] }) {
  const scheme = useComputedColorScheme('light');
  const { nodes, edges, rows } = useMemo(() => draw(plan, steps), [plan, steps]);
  return (
    <div className={classes.root} style={{ height: Math.min(620, rows * (height + gap.y) + 28) }} role="img" aria-label={text.graphOf(plan.steps.length)}>
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={types} colorMode={scheme} fitView fitViewOptions={{ padding: 0.06, maxZoom: 1 }} minZoom={0.3} maxZoom={1.5} nodesDraggable={false} nodesConnectable={false}
        nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} zoomOnScroll={false} preventScrolling={false} proOptions={{ hideAttribution: true }}
      >
        <Background gap={18} size={1} />
      </ReactFlow>
    </div>
  );
}

function StepBox({ data: { step, state } }: NodeProps<Box>) {
  return (
    <div className={classes.step} data-state={state?.state ?? 'pending'} data-effect={step.effect} style={{ width, height }}>
      <Handle type="target" position={Position.Top} className={classes.handle} />
      <StepIcon state={state?.state ?? 'pending'} />
      <span className={classes.words}>
        <strong className="outside" title={step.title}>{step.title}</strong>
        <small className="outside" title={state?.summary ?? undefined}>{state?.error ?? state?.summary ?? (step.brain ? `${text.asks} ${step.brain.brain.name}` : step.effect === 'read' ? text.reads : text.proposes)}</small>
      </span>
      <span className={`${classes.took} tabular`}><Took step={step} state={state} /></span>
      <Handle type="source" position={Position.Bottom} className={classes.handle} />
    </div>
  );
}

function draw(plan: Plan, states: readonly StepState[]): { nodes: Box[]; edges: Edge[]; rows: number } {
  const ways = dependencies(plan.steps);
  const placed = layered(plan.steps[0]?.id ?? '', plan.steps.map(s => s.id), ways);
  const steps = new Map(plan.steps.map(s => [s.id, s]));
  const byId = new Map(states.map(s => [s.id, s]));
  const nodes = placed.flatMap((p): Box[] => {
    const step = steps.get(p.name);
    return step ? [{ id: p.name, type: 'step', position: { x: (p.index - (p.of - 1) / 2) * (width + gap.x) - width / 2, y: p.layer * (height + gap.y) }, width, height, data: { step, state: byId.get(p.name) } }] : [];
  });
  const edges = ways.map((w): Edge => ({
    id: `${w.from}>${w.to}`, source: w.from, target: w.to, markerEnd: { type: MarkerType.ArrowClosed, width: 15, height: 15 }, animated: byId.get(w.to)?.state === 'running',
    className: byId.get(w.from)?.state === 'done' ? classes.edgeDone! : classes.edge!,
  }));
  return { nodes, edges, rows: Math.max(0, ...placed.map(p => p.layer)) + 1 };
}
