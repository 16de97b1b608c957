using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Platform;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Signals;

namespace Steward.Runs.Store;

/// <summary>Runs in PostgreSQL. Times are the program's clock, also in leases: only the fence decides who may write, never a clock.</summary>
sealed class PostgresCheckpointStore : ICheckpointStore, IDisposable
{
    readonly NpgsqlDataSource database;
    readonly IServiceScopeFactory scopes;
    readonly TimeProvider clock;
    readonly Lanes lanes;
    readonly Lanes claims;
    readonly GroupCommit commits;

    /// <summary>The last claim took all that it had room for, so there is probably more.</summary>
    volatile bool crowded;

    public PostgresCheckpointStore(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, RunWorkerOptions? options = null)
    {
        this.database = database;
        this.scopes = scopes;
        this.clock = clock;
        // Steps with large values do not share a commit, so each run under way may need a lane of its own. What is kept is missing in the common pool.
        var most = Math.Max(8, new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize / 2);
        lanes = new Lanes(database, kept: Math.Clamp(options?.Concurrency ?? 0, 8, most));
        claims = new Lanes(database, plansOnce: false);
        commits = new GroupCommit(lanes);
    }

    public void Dispose()
    {
        lanes.Dispose();
        claims.Dispose();
    }

    public async ValueTask<bool> StartAsync(NewRun run, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        return await RunStatements.StartAsync(run, lane.Connection, null, cancel);
    }

    public async ValueTask<IReadOnlyList<RunLease>> ClaimAsync(ClaimRequest request, CancellationToken cancel)
    {
        var leases = await ClaimAllAsync(request, cancel) ?? await ClaimFairlyAsync(request, cancel);
        if (leases.Count > 0)
            CrashPoint.Hit("runs.claim.after");
        return leases;
    }

    async ValueTask<List<RunLease>?> ClaimAllAsync(ClaimRequest request, CancellationToken cancel)
    {
        if (crowded || request.Limits.Any)
            return null;
        using var lane = await lanes.RentAsync(cancel);
        return await ClaimAllStatement.ExecuteAsync(request, lane, cancel);
    }

    async ValueTask<List<RunLease>> ClaimFairlyAsync(ClaimRequest request, CancellationToken cancel)
    {
        using var lane = await claims.RentAsync(cancel);
        var leases = await ClaimStatement.ExecuteAsync(request, lane.Connection, cancel);
        crowded = leases.Count == request.Max;
        return leases;
    }

    public async ValueTask<DateTimeOffset?> NextWakeAsync(IReadOnlyList<(string Workflow, int Version)> workflows, DateTimeOffset now, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        return await ClaimStatement.NextWakeAsync(workflows, now, lane, cancel);
    }

    public async ValueTask<StoredRun?> LoadAsync(RunLease lease, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        var stored = await StepReading.ReadAsync(lane.Connection, lease.RunId, lease.OwnerId, lease.SnapshotSeq, cancel);
        // Usually the steps end where the claim said. If not, somebody else has gone on, or steps are missing: then the engine must see that, and fail the run.
        return (stored.Steps.Count > 0 && stored.Steps[^1].Seq == lease.Seq) || await IsHeldAsync(lease, lane.Connection, cancel) ? stored : null;
    }

    static async Task<bool> IsHeldAsync(RunLease lease, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM runs.runs WHERE id = $1 AND fence = $2 AND seq = $3 AND status = 'running'", connection)
        {
            Parameters = { new() { Value = lease.RunId }, new() { Value = lease.Fence }, new() { Value = lease.Seq } },
        };
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    public async ValueTask<IReadOnlyDictionary<string, JsonElement>> AnswersAsync(Guid runId, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT key, answer FROM runs.interrupts WHERE run_id = $1 AND key = ANY($2) AND answered_at IS NOT NULL", lane.Connection)
        {
            Parameters = { new() { Value = runId }, new() { Value = keys.ToArray() } },
        };
        await command.PrepareAsync(cancel);
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            answers[reader.GetString(0)] = JsonElement.Parse(reader.GetString(1));
        return answers;
    }

    public async ValueTask<IReadOnlyList<RenewedLease>> RenewAsync(IReadOnlyCollection<RunLease> leases, DateTimeOffset until, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE runs.runs r SET next_wake = $3 FROM unnest($1::uuid[], $2::bigint[]) AS held (id, fence)
            WHERE r.id = held.id AND r.fence = held.fence AND r.status = 'running' RETURNING r.id, r.fence, r.cancel_requested
            """);
        command.Parameters.AddWithValue(leases.Select(lease => lease.RunId).ToArray());
        command.Parameters.AddWithValue(leases.Select(lease => lease.Fence).ToArray());
        command.Parameters.AddWithValue(until);
        var renewed = new List<RenewedLease>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            renewed.Add(new RenewedLease(reader.GetGuid(0), reader.GetInt64(1), reader.GetBoolean(2)));
        return renewed;
    }

    public async ValueTask<bool> ReleaseAsync(RunLease lease, TimeSpan pause, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE runs.runs SET status = 'ready', worker = NULL, next_wake = $3 WHERE id = $1 AND fence = $2 AND status = 'running'");
        command.Parameters.AddWithValue(lease.RunId);
        command.Parameters.AddWithValue(lease.Fence);
        command.Parameters.AddWithValue(clock.GetUtcNow() + pause);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    public async ValueTask<CommitResult> SettleAsync(RunLease lease, Settlement settlement, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"UPDATE runs.runs SET updated_at = $5, crashes = 0 {StepStatement.SettleText("$1", "$2", "$3", "$4")} WHERE id = $6 AND fence = $7 AND status = 'running' RETURNING inbox, cancel_requested");
        StepStatement.DeclareSettle(command.Parameters);
        StepStatement.FillSettle(command.Parameters, 0, settlement);
        command.Parameters.AddWithValue(settlement.At);
        command.Parameters.AddWithValue(lease.RunId);
        command.Parameters.AddWithValue(lease.Fence);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new CommitResult(CommitState.Committed, reader.GetInt32(0), reader.GetBoolean(1)) : new CommitResult(CommitState.Lost);
    }

    public async ValueTask<IStepScope> BeginStepAsync(RunLease lease, NodeKind kind, CancellationToken cancel)
    {
        var scope = new PostgresStepScope(commits, scopes);
        if (kind != NodeKind.Transactional)
            return scope;
        try
        {
            await scope.BeginTransactionAsync(cancel);
            return scope;
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<AnswerOutcome> AnswerAsync(Guid runId, string key, JsonElement answer, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        return (await InterruptStatements.AnswerAsync(runId, key, answer, null, clock.GetUtcNow(), lane.Connection, null, cancel)).Outcome;
    }

    public async ValueTask<(AnswerOutcome Outcome, RunLease? Lease)> AnswerAsync(Guid runId, string key, JsonElement answer, DirectClaim claim, CancellationToken cancel)
    {
        using var lane = await lanes.RentAsync(cancel);
        return await InterruptStatements.AnswerAsync(runId, key, answer, claim, clock.GetUtcNow(), lane.Connection, null, cancel);
    }

    public async ValueTask<SignalResult> SignalAsync(Guid runId, Signal signal, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await SignalStatements.PutAsync(runId, signal, clock.GetUtcNow(), connection, null, cancel);
    }

    public async ValueTask<IReadOnlyList<StoredSignal>> SignalsAsync(Guid runId, IReadOnlyDictionary<string, long> after, int max, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await SignalStatements.ReadAsync(runId, after, max, connection, cancel);
    }

    public async ValueTask<bool> CancelAsync(Guid runId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await RunStatements.CancelAsync(runId, clock.GetUtcNow(), connection, null, cancel);
    }

    public async ValueTask<bool> DropAsync(Guid runId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await RunStatements.DropAsync(runId, clock.GetUtcNow(), connection, null, cancel);
    }

    public async ValueTask<bool> RetryAsync(Guid runId, EncodedStep? change, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await RunStatements.RetryAsync(runId, change, clock.GetUtcNow(), connection, null, cancel);
    }

    public async ValueTask<bool> MigrateAsync(MigrationStep step, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await HistoryStatements.MigrateAsync(step, clock.GetUtcNow(), connection, cancel);
    }

    public async ValueTask<int> PruneAsync(PruneRequest request, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await PruneStatements.PruneAsync(request, connection, cancel);
    }

    public async ValueTask<IReadOnlyList<AskedQuestion>> QuestionsAsync(Guid runId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await HistoryStatements.QuestionsAsync(runId, connection, cancel);
    }

    public async ValueTask<RunSummary?> FindAsync(Guid runId, CancellationToken cancel) => (await RowAsync(runId, cancel))?.ToSummary();

    public async ValueTask<StoredRun?> NewestAsync(Guid runId, CancellationToken cancel) =>
        await RowAsync(runId, cancel) is { } run ? await StepsAsync(run, run.SnapshotSeq, cancel) : null;

    public async ValueTask<StoredRun?> HistoryAsync(Guid runId, CancellationToken cancel) =>
        await RowAsync(runId, cancel) is { } run ? await StepsAsync(run, 0, cancel) : null;

    async Task<RunRow?> RowAsync(Guid runId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StewardDbContext>().Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancel);
    }

    async Task<StoredRun> StepsAsync(RunRow run, long from, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await StepReading.ReadAsync(connection, run.Id, run.OwnerId, from, cancel);
    }
}
