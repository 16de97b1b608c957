import type { RunState, StepKind } from '@/lib/types';

const states: Record<RunState, string> = { ready: 'Due', running: 'Running', waiting: 'Waiting', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };
const kinds: Record<StepKind, string> = {
  started: 'Started', finished: 'Done', interrupted: 'Asked a question', slept: 'Went to sleep', retrying: 'Failed, will try again', failed: 'Failed', answered: 'Got its answer',
  expired: 'Question expired', woken: 'Woke up', requeued: 'Let go on by a person', cancelled: 'Cancelled', listening: 'Waits for a signal', signalled: 'Got a signal',
  cancelling: 'Asked to stop', compensated: 'Compensated', dropped: 'Dropped by a person', migrated: 'Moved to another version', forked: 'Forked',
};
const workflows: Record<string, string> = { 'conversations.turn': 'A request in the chat' };

export const text = {
  title: 'Runs',
  lead: 'Everything that Steward carries out step by step: what each run did, what it waits for, and what went wrong. It comes live.',
  state: (state: RunState) => states[state],
  kind: (kind: StepKind) => kinds[kind] ?? kind,
  workflow: (name: string) => workflows[name] ?? name,
  allStates: 'All states',
  allWorkflows: 'All workflows',
  allWaits: 'Waiting or not',
  waits: { answer: 'Waits for an answer', time: 'Waits for a time', event: 'Waits for an event' },
  filterState: 'State', filterWorkflow: 'Workflow', filterWaits: 'Waiting for', search: 'Search by request, node, reason or id',
  empty: 'Nothing has run yet', emptyText: 'Each request that you make in the chat runs as a workflow of small steps. They are listed here.', ask: 'Ask Steward something',
  emptyFilter: 'No run matches these filters', clear: 'Clear the filters', more: 'Show more',
  started: 'Started', updated: 'Last step', finished: 'Ended', outcome: 'Outcome', next: 'Goes on', stepsLabel: 'Steps', steps: (n: number) => (n === 1 ? '1 step' : `${n} steps`), version: (n: number) => `version ${n}`,
  at: (node: string) => `at ${node}`, questions: (n: number) => (n === 1 ? '1 open question' : `${n} open questions`),
  cancelling: 'Stopping', notRunnable: 'No worker here has this version of the workflow. The run is left alone until one has.',
  stepsOf: (from: number, to: number, all: number) => `Steps ${from} to ${to} of ${all}`, earlierSteps: 'Earlier steps', laterSteps: 'Later steps',
  back: 'All runs', gone: 'There is no such run',
  graph: 'Workflow', graphLabel: 'The nodes of the workflow and how each stands in this run', node: { untouched: 'Not reached', done: 'Done', active: 'Next', waiting: 'Waiting', failed: 'Failed' },
  visits: (n: number) => `${n}×`, retries: (n: number) => (n === 1 ? '1 retry' : `${n} retries`), start: 'Begins here',
  waited: 'Waits', waitedFor: (times: number, time: string) => `${times === 1 ? 'once' : `${times} times`}, ${time} in all`, goesOnIn: (time: string) => `goes on in ${time}`,
  timeline: 'Timeline', attempt: (n: number) => `attempt ${n}`, took: 'took',
  checkpoint: (seq: number) => `State after step ${seq}`, stateTab: 'State', changeTab: 'What changed', view: 'View', previous: 'Previous step', following: 'Next step',
  unchanged: 'This step changed no value.', nothingYet: 'Nothing was written yet.', ready: 'Runs next', waiting: 'Waits', undoable: 'Would be compensated by a cancellation, in this order',
  questionsTitle: 'Open questions', expires: 'Expires', decide: 'Decide in Approvals', proposals: (n: number) => (n === 1 ? 'Waits for your decision on 1 proposal.' : `Waits for your decisions on ${n} proposals.`),
  answer: 'Answer', answerJson: 'Answer, as JSON', notJson: 'This is not JSON.', answered: 'The answer is stored; the run goes on.',
  dead: 'This run failed', deadText: 'It keeps its place. Let it go on with fresh attempts, or drop it as it stands.', retry: 'Try again', retryWith: 'Change the state…', retryWithText: 'The run goes on at the node that failed, with fresh attempts and these values. What you leave as it is stays.', drop: 'Drop', retried: 'The run goes on.',
  dropped: 'The run was dropped.', dropTitle: 'Drop this run?', dropText: 'It ends here. What it did until now stays done, and nothing is compensated.',
  cancel: 'Cancel the run', cancelTitle: 'Cancel this run?', cancelText: 'It stops at its next step. What it did until now stays done, unless its nodes say how to compensate it; open questions are closed.', keep: 'Keep it running', cancelled: 'The run has been asked to stop.',
  signal: 'Send a signal', signalName: 'Name', signalPayload: 'Payload, as JSON', signalSent: 'The signal is in the run’s mailbox.', send: 'Send', close: 'Close',
  fork: 'Fork from here', forkTitle: (seq: number) => `A new run from step ${seq}`, forkText: 'It begins with this state and repeats nothing that was done before. Change values if you like: what you leave as it is stays.',
  forkState: 'State, as JSON', forkGo: 'Start the fork', notObject: 'Give an object with a value for each channel.', forked: 'A new run was started.',
  copyId: 'Copy the id', copied: 'Copied', openRun: 'Details of the run', origin: (seq: number) => `Forked after step ${seq} of another run`,
  pruned: 'This run is old: its states were removed, its events are kept.',
  tree: { expand: (n: number) => `${n} more characters`, items: (n: number) => (n === 1 ? '1 item' : `${n} items`), fields: (n: number) => (n === 1 ? '1 field' : `${n} fields`), empty: 'empty' },
};
