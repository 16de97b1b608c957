/** The API's words. Instants are ISO 8601 UTC strings, ids are UUID strings. */
export type Id = string;
export type Instant = string;

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
  total?: number | null;
}

export interface Me {
  id: Id;
  email: string;
  displayName: string;
  role: 'owner' | 'admin' | 'member';
}

export interface Settings {
  zone: string;
  locale: string;
  workdayStart: string;
  workdayEnd: string;
  workdays: number[];
  undoWindowSeconds: number;
  approvalMinutes: number;
  batchApprovalMinutes: number;
  autoReject: string[];
}

export interface Account {
  id: Id;
  provider: string;
  address: string;
  displayName: string;
  label: string;
  health: 'ok' | 'syncing' | 'needsAttention' | 'disconnected';
  lastSyncAt?: Instant | null;
  messages: number;
  unread: number;
  events: number;
  createdAt: Instant;
}

export type ImportState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Import {
  id: Id;
  accountId: Id;
  fileName: string;
  state: ImportState;
  totalBytes: number;
  processedBytes: number;
  imported: number;
  duplicates: number;
  failed: number;
  problems: { index: number; reason: string }[];
  startedAt?: Instant | null;
  finishedAt?: Instant | null;
  error?: string | null;
}

export interface MailAddress {
  name?: string | null;
  email: string;
}

export interface MessageSummary {
  id: Id;
  accountId: Id;
  threadId: Id;
  from: MailAddress;
  to: MailAddress[];
  subject: string;
  snippet: string;
  date: Instant;
  labels: string[];
  size: number;
  hasAttachments: boolean;
  revision: string;
  unread: boolean;
}

export interface Attachment {
  index: number;
  fileName: string;
  contentType: string;
  size: number;
  sha256: string;
}

export interface Message {
  summary: MessageSummary;
  messageId: string;
  inReplyTo?: string | null;
  references: string[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
  text: string;
  html?: string | null;
  hiddenCharacters: number;
  listUnsubscribe?: string | null;
  attachments: Attachment[];
}

export interface ThreadSummary {
  id: Id;
  accountId: Id;
  subject: string;
  snippet: string;
  participants: MailAddress[];
  lastMessageAt: Instant;
  messageCount: number;
  unreadCount: number;
  labels: string[];
  hasAttachments: boolean;
}

export interface MailThread {
  summary: ThreadSummary;
  messages: Message[];
}

export interface Label {
  name: string;
  system: boolean;
  messages: number;
  unread: number;
  accountId: Id;
}

export interface CalendarInfo {
  id: Id;
  accountId: Id;
  name: string;
  color: string;
  zone: string;
  primary: boolean;
  readOnly: boolean;
}

/** A date (all-day), or a local time with its zone; never only an instant. */
export interface EventTime {
  date?: string | null;
  local?: string | null;
  zone?: string | null;
}

export interface Attendee {
  email: string;
  name?: string | null;
  response?: 'needsAction' | 'accepted' | 'declined' | 'tentative';
  optional?: boolean;
  organizer?: boolean;
}

export interface CalendarEvent {
  id: Id;
  accountId: Id;
  calendarId: Id;
  uid: string;
  summary: string;
  description?: string | null;
  location?: string | null;
  start: EventTime;
  end: EventTime;
  recurrence?: string | null;
  attendees: Attendee[];
  status: 'confirmed' | 'tentative' | 'cancelled';
  transparency: 'opaque' | 'transparent';
  visibility: 'default' | 'public' | 'private';
  revision: string;
}

export interface EventInstance {
  event: CalendarEvent;
  start: Instant;
  end: Instant;
  originalStart: EventTime;
}

export interface Slot {
  start: Instant;
  end: Instant;
  score?: number;
  reasons: string[];
}

export interface PhraseReading {
  phrase: string;
  start: number;
  end: number;
  meaning: string;
}

export interface PlanStep {
  id: string;
  tool: string;
  title: string;
  effect: 'read' | 'propose';
  actionKind?: string | null;
  arguments: Record<string, unknown>;
  forEach?: string | null;
  when?: string | null;
  estimatedTime?: string | null;
  estimatedCost?: number;
  risk?: string | null;
}

export interface Plan {
  version: number;
  request: string;
  summary: string;
  intent: string;
  confidence: number;
  planner: string;
  readings: PhraseReading[];
  steps: PlanStep[];
}

export interface PlanQuestion {
  text: string;
  missing: string;
  choices: { label: string; message: string; detail?: string | null }[];
}

export interface PlanRefusal {
  understood: string;
  cannotDo: string;
  nearest?: string | null;
}

export type TurnState = 'planning' | 'running' | 'waiting' | 'completed' | 'failed' | 'asked' | 'refused';
export type StepStateName = 'pending' | 'running' | 'waiting' | 'done' | 'skipped' | 'failed';

export interface StepState {
  id: string;
  state: StepStateName;
  summary?: string | null;
  startedAt?: Instant | null;
  finishedAt?: Instant | null;
  result?: unknown;
  proposalIds?: Id[] | null;
  error?: string | null;
}

export interface SourceRef {
  type: string;
  id: string;
  text?: string | null;
  trust?: 'system' | 'user' | 'outside';
}

export type Block =
  | { type: 'messages'; items: MessageSummary[]; total: number }
  | { type: 'slots'; items: Slot[] }
  | { type: 'events'; items: EventInstance[] }
  | { type: 'proposals'; ids: Id[] }
  | { type: 'summary'; bullets: { text: string; source: SourceRef }[] }
  | { type: 'draft'; text: string; source?: SourceRef | null }
  | { type: 'priorities'; kind: string; items: PriorityItem[]; total: number };

export interface PriorityItem {
  kind: string;
  title: string;
  who?: string | null;
  due?: Instant | null;
  dueAllDay: boolean;
  score: number;
  reasons: string[];
  quote?: string | null;
  source: SourceRef;
}

export interface Answer {
  text: string;
  blocks: Block[];
  labels: string[];
}

export interface Turn {
  id: Id;
  message: string;
  createdAt: Instant;
  state: TurnState;
  runId?: Id | null;
  plan?: Plan | null;
  question?: PlanQuestion | null;
  refusal?: PlanRefusal | null;
  steps: StepState[];
  answer?: Answer | null;
  error?: string | null;
}

export interface ConversationSummary {
  id: Id;
  title: string;
  createdAt: Instant;
  lastTurnAt: Instant;
}

export interface Conversation {
  id: Id;
  title: string;
  turns: Turn[];
}

export interface ChatAccepted {
  conversationId: Id;
  turnId: Id;
  runId?: Id | null;
}

export type RiskLevel = 'low' | 'medium' | 'high';
export type ProposalState =
  | 'pending' | 'approved' | 'executing' | 'done' | 'failed' | 'unknown' | 'rejected' | 'expired' | 'stale' | 'cancelled'
  | 'undoing' | 'undone' | 'undoFailed';

export interface FieldChange {
  field: string;
  before?: string | null;
  after?: string | null;
  format: 'text' | 'list' | 'time' | 'html';
}

export interface ActionRecipient {
  role: string;
  address: string;
  name?: string | null;
  known: boolean;
  origin: 'system' | 'user' | 'outside';
  source?: SourceRef | null;
}

export interface RiskReason {
  level: RiskLevel;
  text: string;
}

export interface ActionPreview {
  title: string;
  target: { type: string; id?: string | null; revision?: string | null; label: string };
  changes: FieldChange[];
  recipients: ActionRecipient[];
  risks: RiskReason[];
  notes: string[];
}

export interface Proposal {
  id: Id;
  kind: string;
  accountId: Id;
  accountAddress: string;
  payload: Record<string, unknown>;
  preview: ActionPreview;
  hash: string;
  why: string;
  sources: SourceRef[];
  risk: RiskLevel;
  riskReasons: RiskReason[];
  effect: 'privateWrite' | 'external' | 'destructive' | 'persistentAccess' | 'spend';
  reversibility: 'undoable' | 'held' | 'irreversible';
  state: ProposalState;
  createdAt: Instant;
  expiresAt: Instant;
  decidedAt?: Instant | null;
  decidedBy?: string | null;
  decisionReason?: string | null;
  heldUntil?: Instant | null;
  executedAt?: Instant | null;
  undoUntil?: Instant | null;
  result?: unknown;
  error?: { code: string; reason: string } | null;
  batchId?: Id | null;
  runId?: Id | null;
  stepId?: string | null;
}

export type DecisionOutcome = 'decided' | 'alreadyDecided' | 'expired' | 'payloadChanged' | 'needsConfirmation' | 'stale' | 'notFound';

export interface DecisionResult {
  id: Id;
  outcome: DecisionOutcome;
  proposal?: Proposal | null;
}

export interface UndoResult {
  id: Id;
  outcome: 'undone' | 'undoing' | 'alreadyUndone' | 'windowClosed' | 'cancelled' | 'notUndoable' | 'failed';
  proposal?: Proposal | null;
}

export interface ActionKindInfo {
  name: string;
  effect: Proposal['effect'];
  reversibility: Proposal['reversibility'];
}

export interface AuditEntry {
  id: Id | number;
  at: Instant;
  actor: string;
  action: string;
  subjectType: string;
  subjectId: string;
  proposalId?: Id | null;
  result?: string | null;
  from?: string | null;
  detail?: unknown;
}

export type RunState = 'ready' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';
export type StepKind =
  | 'started' | 'finished' | 'interrupted' | 'slept' | 'retrying' | 'failed' | 'answered' | 'expired' | 'woken' | 'requeued' | 'cancelled' | 'listening' | 'signalled'
  | 'cancelling' | 'compensated' | 'dropped' | 'migrated' | 'forked';

export interface OpenQuestion {
  key: string;
  node: string;
  question: unknown;
  allowedAnswers?: unknown;
  askedAt: Instant;
  expiresAt?: Instant | null;
}

export interface Run {
  id: Id;
  workflow: string;
  version: number;
  state: RunState;
  node: string;
  steps: number;
  reason?: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  finishedAt?: Instant | null;
  nextWake?: Instant | null;
  cancelling: boolean;
  waitingFor: OpenQuestion[];
  runnable: boolean;
  origin?: { runId: Id; seq: number } | null;
  prunedAt?: Instant | null;
}

export interface RunEvent {
  seq: number;
  kind: StepKind;
  node: string;
  attempt: number;
  at: Instant;
  durationMs: number;
  error?: string | null;
}

export interface Checkpoint extends RunEvent {
  change: Record<string, unknown>;
  state: Record<string, unknown>;
  ready: string[];
  waiting: string[];
  undoable?: string[];
  forkable?: boolean;
}

export type NodeState = 'untouched' | 'done' | 'active' | 'waiting' | 'failed';

export interface GraphNode {
  name: string;
  kind: 'transactional' | 'pure' | 'external';
  state: NodeState;
  visits: number;
  retries: number;
  durationMs: number;
  error?: string | null;
}

export interface RunGraph {
  workflow: string;
  version: number;
  start: string;
  nodes: GraphNode[];
  edges: { from: string; to: string }[];
}

export interface LiveEvent {
  seq: number;
  type: string;
  subjectId?: Id | null;
  data: Record<string, unknown>;
  at: Instant;
}
