import type { components } from './api';

/**
 * The API's words, taken from the types that are generated from the OpenAPI document: nothing here says a second time what the server says.
 * Instants are ISO 8601 UTC strings, ids are UUID strings.
 */
type Schemas = components['schemas'];

/** An answer as it is sent: what is null is left out; everything else is there, also what a request may leave to its default. */
export type Sent<T> =
  T extends readonly (infer E)[] ? Sent<E>[]
  : T extends object ? { [K in keyof T as null extends T[K] ? never : K]-?: Sent<Exclude<T[K], undefined>> } & { [K in keyof T as null extends T[K] ? K : never]?: Sent<T[K]> }
  : T;

type Answered<Name extends keyof Schemas> = Sent<Schemas[Name]>;
/** With a document (a payload, a state) whose shape only its kind knows. */
type With<T, Documents> = Omit<T, keyof Documents> & Documents;
type Json = Record<string, unknown>;

export type Id = string;
export type Instant = string;

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
  total?: number | null;
}

export type Me = Answered<'Me'>;
export type Settings = Answered<'SettingsView'>;
export type Account = Answered<'AccountView'>;
export type AccountAccess = Schemas['AccountAccess'];
export type AccountProvider = Answered<'ProviderView'>;
export type Sync = Answered<'SyncView'>;
export type Connected = Answered<'CompletedConnection'>;
export type ImportState = Schemas['ImportState'];
export type Import = Answered<'ImportView'>;

export type MailAddress = Answered<'MailAddress'>;
export type MessageSummary = Answered<'MessageSummary'>;
export type Attachment = Answered<'Attachment'>;
export type Message = Answered<'Message'>;
export type ThreadSummary = Answered<'ThreadSummary'>;
export type MailThread = Answered<'MailThread'>;
export type Label = Answered<'LabelView'>;

export type CalendarInfo = Answered<'CalendarInfo'>;
/** A date (all-day), or a local time with its zone; never only an instant. */
export type EventTime = Pick<Answered<'EventTime'>, 'date' | 'local' | 'zone'>;
export type Attendee = Answered<'Attendee'>;
export type CalendarEvent = Answered<'CalendarEvent'>;
export type EventInstance = With<Answered<'EventInstance'>, { originalStart: EventTime }>;
export type FreeSlot = Answered<'FreeSlot'>;
export type DueReminder = Answered<'DueReminderView'>;
export type Note = Answered<'NoteView'>;

export type PhraseReading = Answered<'PhraseReading'>;
export type PlanStep = With<Answered<'PlanStep'>, { arguments: Json }>;
export type Plan = With<Answered<'Plan'>, { steps: PlanStep[] }>;
export type PlanQuestion = Answered<'PlanQuestion'>;
export type PlanRefusal = Answered<'PlanRefusal'>;
export type TurnState = Schemas['TurnState'];
export type StepStateName = Schemas['StepStatus'];
export type StepState = Answered<'StepState'>;
export type SourceRef = Answered<'SourceRef'>;
export type Block = Answered<'AnswerBlock'>;
export type Slot = Answered<'AnswerSlot'>;
export type PriorityItem = Answered<'PriorityLine'>;
export type FoundPriorities = Answered<'FoundPriorities'>;
export type Answer = With<Answered<'Answer'>, { blocks: Block[] }>;
export type Turn = With<Answered<'TurnView'>, { plan?: Plan | null; answer?: Answer | null }>;
export type ConversationSummary = Answered<'ConversationSummary'>;
export type Conversation = With<Answered<'ConversationView'>, { turns: Turn[] }>;
export type ChatAccepted = Answered<'PostedTurn'>;

export type RiskLevel = Schemas['RiskLevel'];
export type ProposalState = Schemas['ProposalState'];
export type FieldChange = Answered<'FieldChange'>;
export type ActionRecipient = Answered<'ActionRecipient'>;
export type RiskReason = Answered<'RiskReason'>;
export type ActionPreview = Answered<'ActionPreview'>;
export type OutsideValue = Answered<'OutsideValue'>;
export type Proposal = With<Answered<'ProposalView'>, { payload: Json }>;
export type DecisionOutcome = Schemas['DecisionOutcome'];
export type DecisionResult = With<Answered<'DecisionResult'>, { proposal?: Proposal | null }>;
export type UndoResult = With<Answered<'UndoResult'>, { proposal?: Proposal | null }>;
export type ActionKindInfo = Answered<'ActionKindView'>;
export type AuditEntry = Answered<'AuditView'>;

export type RunState = Schemas['RunStatus'];
export type StepKind = Schemas['StepKind'];
export type OpenQuestion = With<Answered<'OpenQuestion'>, { question: unknown }>;
export type ChatFile = Answered<'AttachmentView'>;
export type Permission = Answered<'PermissionView'>;
export type Session = Answered<'SessionView'>;
export type Run = With<Answered<'RunView'>, { waitingFor: OpenQuestion[] }>;
export type RunEvent = Answered<'RunEventView'>;
export type Checkpoint = With<Answered<'Checkpoint'>, { change: Json; state: Json }>;
export type NodeState = Schemas['NodeState'];
export type GraphNode = Answered<'GraphNode'>;
export type RunGraph = Answered<'RunGraph'>;
export type Wait = Answered<'WaitView'>;

/** What the live stream hands on. It is no answer of a route, so the document does not know it. */
export interface LiveEvent {
  seq: number;
  type: string;
  subjectId?: Id | null;
  data: Json;
  at: Instant;
}

export type ModelTask = Schemas['ModelTask'];
export type ProviderHealth = Schemas['ProviderHealth'];
export type ModelProvider = Answered<'ModelProviderView'>;
export type ModelPreset = Answered<'ModelPreset'>;
export type ModelsView = Answered<'ModelsView'>;
export type TestResult = Answered<'TestResult'>;
export type UsageView = Answered<'UsageView'>;
export type UsagePart = Answered<'UsagePart'>;
export type Price = Answered<'PriceView'>;
export type PricesView = Answered<'PricesView'>;
export type RecordingView = Answered<'RecordingView'>;
/** What did the thinking; without a provider, Steward itself. */
export type Brain = Answered<'Brain'>;
export type StepBrain = Answered<'StepBrain'>;
export type ModelUse = Answered<'ModelUse'>;
export type Voice = Answered<'Voice'>;
export type VoiceView = Answered<'VoiceView'>;
export type Contact = Answered<'ContactView'>;
export type PeopleHours = Answered<'HoursView'>;
export type EstimatedZone = Answered<'EstimatedZone'>;
export type PeopleRole = Answered<'RoleView'>;
export type PeopleGroup = Answered<'GroupView'>;
