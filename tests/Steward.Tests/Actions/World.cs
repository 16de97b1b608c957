using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Accounts;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Execution;
using Steward.Actions.Undo;
using Steward.Audit;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>One person with one account, the real room on a real database, and a double of the outside.</summary>
sealed class World(TestDatabase database, ServiceProvider services, Guid personId, LinkedAccount account) : IAsyncDisposable
{
    int keys;

    public Guid PersonId => personId;
    public LinkedAccount Account => account;
    public ManualClock Clock => database.Clock;
    public TestDatabase Database => database;
    public ServiceProvider Services => services;
    public Outside Outside => services.GetRequiredService<Outside>();

    public static async Task<World> CreateAsync(TestDatabase database, Action<IServiceCollection>? more = null)
    {
        var (person, account) = await database.AddPersonAsync();
        var services = database.Services(s => Register(s, more));
        return new(database, services, person, account);
    }

    public static void Register(IServiceCollection services, Action<IServiceCollection>? more = null)
    {
        services.AddAudit().AddActions();
        services.AddSingleton<Outside>();
        services.AddActionKind<SetTextKind>().AddActionKind<RestoreTextKind>().AddActionKind<SendLetter>().AddActionPerformer<RecordingPerformer>();
        more?.Invoke(services);
    }

    public async Task<T> InScopeAsync<TUseCase, T>(Func<TUseCase, Task<T>> use) where TUseCase : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    public ProposalDraft Draft(string kind, object payload, string? key = null, Guid? batchId = null, Guid? runId = null) => new()
    {
        Kind = kind,
        Subject = new(personId, account.Id),
        Payload = payload is JsonElement element ? element : Json.ToElement(payload),
        Why = "because of a test",
        IdempotencyKey = key ?? $"k{Interlocked.Increment(ref keys)}",
        BatchId = batchId,
        RunId = runId,
        StepId = runId is null ? null : "s1",
    };

    /// <summary>Proposes as a step would, and commits.</summary>
    public async Task<IReadOnlyList<Result<StagedProposal>>> StageAsync(params ProposalDraft[] drafts)
    {
        await using var scope = services.CreateAsyncScope();
        var staged = await scope.ServiceProvider.GetRequiredService<ProposeAction>().StageAsync(drafts, null, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        return staged;
    }

    public async Task<ProposalView> ProposeAsync(string kind, object payload) => await GetAsync((await StageAsync(Draft(kind, payload)))[0].Value.Id);

    /// <summary>A pending change of a new thing.</summary>
    public async Task<ProposalView> ProposeTextAsync(string text = "after") => await ProposeAsync(SetTextKind.KindName, new SetText(Outside.Add("before"), text));

    /// <summary>A pending letter of low drama: to an address that the person typed.</summary>
    public async Task<ProposalView> ProposeLetterAsync() => await ProposeAsync(SendLetter.KindName, new Letter(["anna@example.org"], "hello", ["anna@example.org"]));

    public Task<DecisionResult> ApproveAsync(ProposalView proposal, bool confirm = false, string? hash = null) =>
        InScopeAsync<DecideProposal, DecisionResult>(decide => decide.RunAsync(new(personId, proposal.Id, true, hash ?? proposal.Hash, confirm), CancellationToken.None));

    public Task<DecisionResult> RejectAsync(ProposalView proposal, string? reason = null) =>
        InScopeAsync<DecideProposal, DecisionResult>(decide => decide.RunAsync(new(personId, proposal.Id, false, Reason: reason), CancellationToken.None));

    public Task<Result<UndoResult>> UndoAsync(ProposalView proposal) =>
        InScopeAsync<UndoAction, Result<UndoResult>>(undo => undo.RunAsync(new(personId, proposal.Id), CancellationToken.None));

    public Task<Result<ProposalView>> SendNowAsync(ProposalView proposal) =>
        InScopeAsync<SendNow, Result<ProposalView>>(send => send.RunAsync(personId, proposal.Id, null, CancellationToken.None));

    public Task<Result<ProposalView>> RetryAsync(ProposalView proposal) =>
        InScopeAsync<RetryAction, Result<ProposalView>>(retry => retry.RunAsync(personId, proposal.Id, null, CancellationToken.None));

    public Task<int> ExpireAsync() => InScopeAsync<ExpireProposals, int>(expire => expire.RunAsync(CancellationToken.None));

    /// <summary>An executor like one of another node: it shares nothing with the others but the database.</summary>
    public ActionExecutor Executor() => ActivatorUtilities.CreateInstance<ActionExecutor>(services);

    public Task DrainAsync() => Executor().DrainAsync(CancellationToken.None);

    public async Task<ProposalView> GetAsync(Guid id) =>
        (await InScopeAsync<ReadProposals, IReadOnlyList<ProposalView>>(read => read.ByIdsAsync(personId, [id], CancellationToken.None)))[0];

    public Task<ProposalView> GetAsync(ProposalView proposal) => GetAsync(proposal.Id);

    public async Task<Effect?> EffectAsync(string key)
    {
        await using var db = database.Context();
        return await db.Set<Effect>().AsNoTracking().FirstOrDefaultAsync(e => e.Key == key);
    }

    public async Task SettingsAsync(Action<PersonSettings> change)
    {
        await using var db = database.Context();
        var settings = new PersonSettings { PersonId = personId };
        change(settings);
        db.Add(settings);
        await db.SaveChangesAsync();
    }

    public async Task SqlAsync(string sql, params object[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<string>> ListAsync(string sql, params object[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync())
            list.Add(reader.IsDBNull(0) ? "" : reader.GetValue(0).ToString()!);
        return list;
    }

    /// <summary>The actions of a proposal's audit entries, in order.</summary>
    public Task<List<string>> AuditAsync(ProposalView proposal) => ListAsync("SELECT action FROM audit.entries WHERE proposal_id = $1 ORDER BY seq", proposal.Id);

    /// <summary>The states of a proposal's outbox messages, in order.</summary>
    public Task<List<string>> MessagesAsync(ProposalView proposal) =>
        ListAsync("SELECT body->>'state' FROM platform.outbox WHERE type = 'actions.proposal-changed' AND body->>'proposalId' = $1 ORDER BY id", proposal.Id.ToString());

    /// <summary>Leaves nothing that the executors of other tests could find.</summary>
    public async ValueTask DisposeAsync()
    {
        await SqlAsync("DELETE FROM accounts.people WHERE id = $1", personId);
        await services.DisposeAsync();
    }
}
