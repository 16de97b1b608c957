// The peer of `./bench engine`: LangGraph.js on its own PostgreSQL checkpointer, durability "sync" (a checkpoint is committed before the next node starts).
// Reads one JSON command per line from stdin and writes one JSON line per command to stdout.
import crypto from 'node:crypto';
import readline from 'node:readline';
import { performance } from 'node:perf_hooks';
import { Annotation, Command, END, START, StateGraph, interrupt } from '@langchain/langgraph';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import pg from 'pg';

const NODES = 10;
const durability = 'sync';
const pool = new pg.Pool({ connectionString: process.env.PEER_DATABASE, max: 40 });
const saver = new PostgresSaver(pool);
await saver.setup();

// Text that does not compress, cut from a large random pool: making it costs nothing while the clock runs.
const noise = crypto.randomBytes(24 << 20).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
const text = bytes => { const at = crypto.randomInt(noise.length - bytes); return noise.slice(at, at + bytes); };

/** A line of ten nodes. Each writes what the case says; `entered` collects when nodes begin. */
function line(kase, entered) {
  const state = Annotation.Root({ large: Annotation(), small: Annotation() });
  let graph = new StateGraph(state);
  for (let i = 0; i < NODES; i++) {
    graph = graph.addNode(`n${i}`, (_, config) => {
      entered(config.configurable.thread_id);
      return kase.rewrite === 'large' ? { large: text(kase.largeBytes) } : { small: text(kase.smallBytes) };
    });
  }
  graph = graph.addEdge(START, 'n0');
  for (let i = 1; i < NODES; i++)
    graph = graph.addEdge(`n${i - 1}`, `n${i}`);
  return graph.addEdge(`n${NODES - 1}`, END).compile({ checkpointer: saver });
}

async function run({ kase, concurrency, runs }) {
  const last = new Map();
  const steps = [];
  const graph = line(kase, id => {
    const now = performance.now();
    if (last.has(id))
      steps.push(now - last.get(id));
    last.set(id, now);
  });
  let left = runs;
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (left-- > 0) {
      const id = crypto.randomUUID();
      await graph.invoke({ small: '', large: kase.largeBytes ? text(kase.largeBytes) : '' }, { configurable: { thread_id: id }, durability });
      last.delete(id);
    }
  }));
  return { seconds: (performance.now() - began) / 1000, steps };
}

/** One conversation: each turn adds a message and asks; the answer begins the next turn. */
async function chat({ turns, bytes }) {
  const state = Annotation.Root({ messages: Annotation({ reducer: (all, more) => all.concat(more), default: () => [] }) });
  const graph = new StateGraph(state)
    .addNode('say', () => ({ messages: [text(bytes)] }))
    .addNode('ask', () => { interrupt('more?'); return {}; })
    .addEdge(START, 'say').addEdge('say', 'ask').addEdge('ask', 'say').compile({ checkpointer: saver });
  const config = { configurable: { thread_id: crypto.randomUUID() }, durability, recursionLimit: 10_000 };
  const times = [];
  for (let turn = 0; turn < turns; turn++) {
    const began = performance.now();
    await graph.invoke(turn === 0 ? {} : new Command({ resume: 'yes' }), config);
    times.push(performance.now() - began);
  }
  return { times };
}

/** Ask, answer `clicks` times at once, and see when the next node begins and how often the code before the question and the effect after it have run. */
async function answers({ trials, clicks, bytes }) {
  const before = new Map(), effects = new Map(), entered = new Map();
  const count = (map, id) => map.set(id, (map.get(id) ?? 0) + 1);
  const graph = new StateGraph(Annotation.Root({ small: Annotation(), answer: Annotation() }))
    .addNode('ask', (_, config) => {
      count(before, config.configurable.thread_id);
      return { answer: interrupt('may I?') };
    })
    .addNode('act', (_, config) => {
      const id = config.configurable.thread_id;
      if (!entered.has(id))
        entered.set(id, performance.now());
      count(effects, id);
      return {};
    })
    .addEdge(START, 'ask').addEdge('ask', 'act').addEdge('act', END).compile({ checkpointer: saver });
  const latencies = [];
  for (let i = 0; i < trials; i++) {
    const id = crypto.randomUUID();
    const config = { configurable: { thread_id: id }, durability };
    await graph.invoke({ small: text(bytes) }, config);
    const began = performance.now();
    await Promise.allSettled(Array.from({ length: clicks }, () => graph.invoke(new Command({ resume: 'yes' }), config)));
    latencies.push(entered.get(id) - began);
  }
  const over = map => [...map.values()].filter(n => n > 1).length;
  return { latencies, rerun: over(before), doubled: over(effects) };
}

const commands = { run, chat, answers };
console.log(JSON.stringify({ ready: true }));
for await (const asked of readline.createInterface({ input: process.stdin })) {
  const command = JSON.parse(asked);
  console.log(JSON.stringify(await commands[command.command](command)));
}
await pool.end();
