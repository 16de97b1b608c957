import type { LiveEvent } from '@/lib/types';
import type { PullState } from './pulls';

/**
 * What one live event means for what the page has cached. Pure, so that replaying the same event twice (a reconnect may) changes nothing more.
 * `patch` shows a new state at once; `refresh` fetches the truth, and many of the same key within a moment become one request.
 */
export type Effect =
  | { type: 'refresh'; key: readonly unknown[] }
  | { type: 'turn'; conversationId: string; turnId: string; state: string }
  | { type: 'step'; conversationId: string; turnId: string; stepId: string; state: string; summary?: string; at: string }
  | { type: 'thinking'; conversationId: string; turnId: string; text: string }
  | { type: 'proposal'; id: string; state: string }
  | { type: 'pull'; provider: string; state: PullState | undefined }
  | { type: 'notice'; text: string }
  | { type: 'import'; id: string; patch: Record<string, unknown> }
  | { type: 'sync'; accountId: string; resource: string; patch: Record<string, unknown> };

export const keys = {
  me: ['me'] as const,
  settings: ['settings'] as const,
  sessions: ['sessions'] as const,
  permissions: ['permissions'] as const,
  people: ['people'] as const,
  accounts: ['accounts'] as const,
  imports: ['imports'] as const,
  syncs: ['syncs'] as const,
  accountProviders: ['account-providers'] as const,
  conversations: ['conversations'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  proposals: ['proposals'] as const,
  pending: ['proposals', 'pending'] as const,
  quick: (id: string) => ['proposals', 'quick', id] as const,
  runProposals: (runId: string) => ['proposals', 'run', runId] as const,
  activity: ['proposals', 'activity'] as const,
  consent: ['proposals', 'consent'] as const,
  audit: ['audit'] as const,
  mail: ['mail'] as const,
  calendar: ['calendar'] as const,
  priorities: ['priorities'] as const,
  reminders: ['reminders'] as const,
  notes: ['notes'] as const,
  models: ['models'] as const,
  usage: ['usage'] as const,
  runs: ['runs'] as const,
  run: (id: string) => ['run', id] as const,
  waits: (runId: string) => ['run', runId, 'waits'] as const,
};

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function effectsOf(event: LiveEvent): Effect[] {
  const d = event.data;
  const conversationId = text(d['conversationId']);
  const turnId = text(d['turnId']);
  switch (event.type) {
    case 'turn_started':
      return [{ type: 'refresh', key: keys.conversations }, { type: 'refresh', key: keys.conversation(conversationId) }];
    case 'turn_updated':
      return [{ type: 'turn', conversationId, turnId, state: text(d['state']) }, { type: 'refresh', key: keys.conversation(conversationId) }];
    case 'plan_ready':
      return [{ type: 'refresh', key: keys.conversation(conversationId) }];
    case 'step_updated': {
      const summary = d['summary'];
      return [
        {
          type: 'step', conversationId, turnId, stepId: text(d['stepId']), state: text(d['state']), at: event.at,
          ...(typeof summary === 'string' ? { summary } : {}),
        },
        { type: 'refresh', key: keys.conversation(conversationId) },
      ];
    }
    case 'agent_thinking':
      return [{ type: 'thinking', conversationId, turnId, text: text(d['text']) }];
    case 'completed':
    case 'failed':
      return [
        { type: 'turn', conversationId, turnId, state: event.type },
        { type: 'refresh', key: keys.conversation(conversationId) },
        { type: 'refresh', key: keys.conversations },
      ];
    case 'approval_required':
      return [{ type: 'refresh', key: keys.proposals }];
    case 'proposal_changed':
    case 'execution_update':
      return [{ type: 'proposal', id: text(d['id']), state: text(d['state']) }, { type: 'refresh', key: keys.proposals }, { type: 'refresh', key: keys.audit }];
    case 'import_progress':
      return [
        { type: 'import', id: text(d['id']), patch: d },
        ...(['done', 'failed', 'cancelled'].includes(text(d['state']))
          ? ([{ type: 'refresh', key: keys.imports }, { type: 'refresh', key: keys.accounts }] as Effect[])
          : []),
      ];
    case 'mail_changed':
    case 'mail_returned':
      return [{ type: 'refresh', key: keys.mail }, { type: 'refresh', key: keys.priorities }, { type: 'refresh', key: keys.accounts }];
    case 'calendar_changed':
      return [{ type: 'refresh', key: keys.calendar }, { type: 'refresh', key: keys.priorities }, { type: 'refresh', key: keys.reminders }, { type: 'refresh', key: keys.accounts }];
    case 'run_changed':
      return [{ type: 'refresh', key: keys.runs }, { type: 'refresh', key: keys.run(text(d['runId'])) }];
    case 'reminder_due':
    case 'reminder_dismissed':
      return [{ type: 'refresh', key: keys.reminders }];
    case 'notes_changed':
      return [{ type: 'refresh', key: keys.notes }];
    case 'budget_near':
    case 'budget_reached':
      return [{ type: 'notice', text: text(d['text']) }, { type: 'refresh', key: keys.usage }];
    case 'model_pull':
      return d['state'] === 'running'
        ? [{ type: 'pull', provider: text(d['provider']), state: { model: text(d['model']), status: text(d['status']), ...(typeof d['completed'] === 'number' ? { completed: d['completed'] } : {}), ...(typeof d['total'] === 'number' ? { total: d['total'] } : {}) } }]
        : [{ type: 'pull', provider: text(d['provider']), state: undefined }, { type: 'notice', text: d['state'] === 'done' ? `${text(d['model'])} is here now.` : text(d['error']) }, { type: 'refresh', key: keys.models }];
    case 'sync_progress': {
      const { accountId, resource, phase, done, total } = d;
      const error = d['error'] as { code?: string; detail?: string } | null | undefined;
      return [
        { type: 'sync', accountId: text(accountId), resource: text(resource), patch: { phase: text(phase), done, total, errorCode: error?.code ?? null, error: error?.detail ?? null, lastAt: event.at } },
        ...(phase === 'steady' || error ? ([{ type: 'refresh', key: keys.accounts }] as Effect[]) : []),
      ];
    }
    case 'waiting':
      return [{ type: 'refresh', key: keys.run(text(d['subjectId'])) }];
    case 'session_ended':
      return [{ type: 'refresh', key: keys.sessions }];
    case 'contacts_changed':
      return [{ type: 'refresh', key: keys.people }];
    case 'accounts_changed':
      return [{ type: 'refresh', key: keys.accounts }, { type: 'refresh', key: keys.syncs }];
    default:
      return [];
  }
}
