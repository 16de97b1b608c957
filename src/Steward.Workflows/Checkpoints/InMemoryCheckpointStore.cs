using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>
/// Runs in this process's memory, for tests and for trying things out: the same guarantees as the PostgreSQL store except that they end with the process.
/// </summary>
/// <param name="services">What nodes see as their services.</param>
public sealed class InMemoryCheckpointStore(TimeProvider clock, IServiceProvider? services = null) : ICheckpointStore
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, MemoryRun> runs = [];
    readonly Dictionary<(Guid Owner, string Hash), ReadOnlyMemory<byte>> blobs = [];

    public ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel)
    {
        lock (gate)
        {
            if (runs.ContainsKey(run.Id) || (run.Origin is { } origin && runs.GetValueOrDefault(origin.RunId) is not { PrunedAt: null }))
                return ValueTask.FromResult(false);
            var stored = new MemoryRun(run);
            stored.Add(new StoredStep(0, run.Kind, run.Node, 1, run.At, 0, run.Input.Format, run.Input.Delta, run.Input.Snapshot), run.Input);
            foreach (var (_, question) in run.Questions)
                stored.Questions.Add(question.Key, new MemoryQuestion(question, run.At));
            Keep(run.OwnerId, run.Input);
            runs.Add(run.Id, stored);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel)
    {
        lock (gate)
        {
            var held = runs.Values.Where(run => run.Status == RunStatus.Running && run.NextWake > request.Now).ToList();
            var due = FairShare.Order(
                runs.Values.Where(run => run.NextWake <= request.Now && request.Workflows.Contains((run.Start.Workflow, run.Version))), held, request);
            return ValueTask.FromResult<IReadOnlyList<RunLease>>([.. due.Take(request.Max).ToList().Select(run => run.Claim(request.Now + request.LeaseFor))]);
        }
    }

    public ValueTask<DateTimeOffset?> NextWakeAsync(IReadOnlyList<(string Workflow, int Version)> workflows, DateTimeOffset now, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(runs.Values.Where(run => run.NextWake > now && workflows.Contains((run.Start.Workflow, run.Version))).Min(run => run.NextWake));
    }

    public ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(Held(lease) is { } run ? Read(run, lease.SnapshotSeq) : null);
    }

    public ValueTask<IReadOnlyDictionary<string, JsonElement>> AnswersAsync(Guid runId, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        lock (gate)
        {
            var questions = runs[runId].Questions;
            return ValueTask.FromResult<IReadOnlyDictionary<string, JsonElement>>(
                keys.Where(key => questions.TryGetValue(key, out var question) && question.Answer is not null).ToDictionary(key => key, key => questions[key].Answer!.Value));
        }
    }

    public ValueTask<IReadOnlyList<RenewedLease>> RenewAsync(IReadOnlyCollection<RunLease> leases, DateTimeOffset until, CancellationToken cancel)
    {
        lock (gate)
        {
            var held = leases.Where(lease => Held(lease) is not null).ToList();
            foreach (var lease in held)
                runs[lease.RunId].NextWake = until;
            return ValueTask.FromResult<IReadOnlyList<RenewedLease>>([.. held.Select(lease => new RenewedLease(lease.RunId, lease.Fence, runs[lease.RunId].CancelRequested))]);
        }
    }

    public ValueTask<bool> ReleaseAsync(RunLease lease, TimeSpan pause, CancellationToken cancel)
    {
        lock (gate)
        {
            if (Held(lease) is not { } run)
                return ValueTask.FromResult(false);
            (run.Status, run.NextWake) = (RunStatus.Ready, clock.GetUtcNow() + pause);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel)
    {
        lock (gate)
        {
            if (Held(lease) is not { } run)
                return ValueTask.FromResult(new CommitResult(CommitState.Lost));
            run.Settle(settlement);
            return ValueTask.FromResult(new CommitResult(CommitState.Committed, run.Inbox, run.CancelRequested));
        }
    }

    public ValueTask<IStepScope> BeginStepAsync(RunLease lease, NodeKind kind, CancellationToken cancel) => ValueTask.FromResult<IStepScope>(new Scope(this));

    CommitResult Commit(StepCommit step)
    {
        lock (gate)
        {
            if (Held(step.Lease) is not { } run || run.Seq != step.Seq - 1)
                return new CommitResult(CommitState.Lost);
            if (step.RequireInbox is { } inbox && inbox != run.Inbox)
                return new CommitResult(CommitState.InboxMoved, run.Inbox, run.CancelRequested);
            if (step.Question is { } question && !run.Questions.TryAdd(question.Key, new MemoryQuestion(question, step.At)))
                throw new StagedWorkRejectedException($"The question '{question.Key}' was asked before in this run.");
            if (step.CloseKey is { } closed)
                run.Questions[closed].Closed = true;
            run.Add(new StoredStep(step.Seq, step.Kind, step.Node, step.Attempt, step.At, step.DurationMs, step.Encoded.Format, step.Encoded.Delta, step.Encoded.Snapshot), step.Encoded);
            Keep(step.Lease.OwnerId, step.Encoded);
            if (step.Settlement is { } settlement)
                run.Settle(settlement);
            return new CommitResult(CommitState.Committed, run.Inbox, run.CancelRequested);
        }
    }

    public ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(Answer(runId, key, answer));
    }

    public ValueTask<(AnswerOutcome Outcome, RunLease? Lease)> AnswerAsync(Guid runId, string key, JsonElement answer, DirectClaim claim, CancellationToken cancel)
    {
        lock (gate)
        {
            var waits = runs.TryGetValue(runId, out var run) && run.Status == RunStatus.Waiting && claim.Workflows.Contains((run.Start.Workflow, run.Version));
            var outcome = Answer(runId, key, answer);
            return ValueTask.FromResult<(AnswerOutcome, RunLease?)>((outcome, waits && outcome.Result == AnswerResult.Answered ? run!.Claim(claim.Until) : null));
        }
    }

    AnswerOutcome Answer(Guid runId, string key, JsonElement answer)
    {
        if (!runs.TryGetValue(runId, out var run) || !run.Questions.TryGetValue(key, out var question))
            return new AnswerOutcome(AnswerResult.NotFound);
        if (question.Answer is { } stored)
            return new AnswerOutcome(AnswerResult.AlreadyAnswered, stored);
        if (question.Closed || question.Request.ExpiresAt <= clock.GetUtcNow() || run.IsOver || run.CancelRequested)
            return new AnswerOutcome(AnswerResult.Closed);
        if (question.Request.AllowedAnswers is { } allowed && !allowed.Any(one => JsonElement.DeepEquals(one, answer)))
            return new AnswerOutcome(AnswerResult.NotAllowed);
        question.Answer = answer.Clone();
        run.Message(clock.GetUtcNow());
        return new AnswerOutcome(AnswerResult.Answered, question.Answer);
    }

    public ValueTask<SignalResult> SignalAsync(Guid runId, Signal signal, CancellationToken cancel)
    {
        lock (gate)
        {
            if (!runs.TryGetValue(runId, out var run))
                return ValueTask.FromResult(SignalResult.NotFound);
            if (run.Signals.Exists(stored => stored.Signal.Name == signal.Name && stored.Signal.Key == signal.Key))
                return ValueTask.FromResult(SignalResult.AlreadyReceived);
            if (run.IsOver || run.CancelRequested)
                return ValueTask.FromResult(SignalResult.RunOver);
            run.Message(clock.GetUtcNow());
            run.Signals.Add((signal with { Payload = signal.Payload.Clone() }, run.Inbox));
            return ValueTask.FromResult(SignalResult.Accepted);
        }
    }

    public ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel)
    {
        lock (gate)
        {
            var unread = after.SelectMany(name => runs[runId].Signals.Where(stored => stored.Signal.Name == name.Key && stored.Position > name.Value).Take(max));
            return ValueTask.FromResult<IReadOnlyList<StoredSignal>>(
                [.. unread.OrderBy(stored => stored.Position).Select(stored => new StoredSignal(stored.Signal.Name, stored.Position, stored.Signal.Payload))]);
        }
    }

    public ValueTask<bool> CancelAsync(Guid runId, CancellationToken cancel)
    {
        lock (gate)
        {
            if (!runs.TryGetValue(runId, out var run) || run.IsOver)
                return ValueTask.FromResult(false);
            if (run.CancelRequested)
                return ValueTask.FromResult(true);
            run.CancelRequested = true;
            run.Message(clock.GetUtcNow());
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> RetryAsync(Guid runId, EncodedStep? change, CancellationToken cancel) => FromFailed(runId, StepKind.Requeued, change, (run, now) => run.Requeue(now));

    public ValueTask<bool> DropAsync(Guid runId, CancellationToken cancel) => FromFailed(runId, StepKind.Dropped, null, (run, now) => run.Drop(now));

    ValueTask<bool> FromFailed(Guid runId, StepKind kind, EncodedStep? change, Action<MemoryRun, DateTimeOffset> then)
    {
        lock (gate)
        {
            if (!runs.TryGetValue(runId, out var run) || run.Status != RunStatus.Failed)
                return ValueTask.FromResult(false);
            var now = clock.GetUtcNow();
            run.Add(new StoredStep(run.Seq + 1, kind, run.Steps[^1].Node, 1, now, 0, StepCodec.Format, change?.Delta ?? StepCodec.Requeued, null), change);
            if (change is not null)
                Keep(run.Start.OwnerId, change);
            then(run, now);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> MigrateAsync(MigrationStep step, CancellationToken cancel)
    {
        lock (gate)
        {
            if (!runs.TryGetValue(step.RunId, out var run) || run.Seq != step.Seq - 1 || run.Version != step.FromVersion || run.IsOver
                || (run.Status == RunStatus.Running && run.NextWake > clock.GetUtcNow()))
                return ValueTask.FromResult(false);
            run.Add(new StoredStep(step.Seq, StepKind.Migrated, step.Node, 1, step.At, 0, step.Encoded.Format, step.Encoded.Delta, step.Encoded.Snapshot), step.Encoded);
            Keep(run.Start.OwnerId, step.Encoded);
            run.Migrate(step.ToVersion, step.At);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<int> PruneAsync(PruneRequest request, CancellationToken cancel)
    {
        lock (gate)
        {
            var over = runs.Values.Where(run => run.Status == request.Status && run.PrunedAt is null && run.FinishedAt < request.FinishedBefore)
                .OrderBy(run => run.FinishedAt).Take(request.Max).ToList();
            var gone = over.SelectMany(run => run.Prune(request.Now).Select(hash => (run.Start.OwnerId, hash))).ToHashSet();
            foreach (var blob in gone.Where(blob => !runs.Values.Any(run => run.Start.OwnerId == blob.OwnerId && run.Hashes.Contains(blob.hash))))
                blobs.Remove(blob);
            return ValueTask.FromResult(over.Count);
        }
    }

    public ValueTask<IReadOnlyList<AskedQuestion>> QuestionsAsync(Guid runId, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult<IReadOnlyList<AskedQuestion>>([.. runs[runId].Questions.Values.Select(question => new AskedQuestion(question.Request, question.AskedAt))]);
    }

    public ValueTask<RunSummary?> FindAsync(Guid runId, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(runs.GetValueOrDefault(runId)?.Summary());
    }

    public ValueTask<StoredRun?> NewestAsync(Guid runId, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(runs.TryGetValue(runId, out var run) ? Read(run, run.SnapshotSeq) : null);
    }

    public ValueTask<StoredRun?> HistoryAsync(Guid runId, CancellationToken cancel)
    {
        lock (gate)
            return ValueTask.FromResult(runs.TryGetValue(runId, out var run) ? Read(run, 0) : null);
    }

    MemoryRun? Held(RunLease lease) => runs.TryGetValue(lease.RunId, out var run) && run.Fence == lease.Fence && run.Status == RunStatus.Running ? run : null;

    StoredRun Read(MemoryRun run, long from) =>
        new([.. run.Steps.Where(step => step.Seq >= from)], run.Hashes.ToDictionary(hash => hash, hash => blobs[(run.Start.OwnerId, hash)]));

    void Keep(Guid owner, EncodedStep encoded)
    {
        foreach (var blob in encoded.NewBlobs)
            blobs[(owner, blob.Hash)] = blob.Json;
    }

    sealed class Scope(InMemoryCheckpointStore store) : IStepScope, IServiceProvider
    {
        public IServiceProvider Services => store.Provider ?? this;

        public object? GetService(Type serviceType) => null;

        public ValueTask<CommitResult> CommitAsync(StepCommit step, CancellationToken cancel) => ValueTask.FromResult(store.Commit(step));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    IServiceProvider? Provider => services;
}
