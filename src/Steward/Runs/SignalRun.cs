using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Signals;

namespace Steward.Runs;

/// <param name="OwnerId">Whose run it is; to anybody else it does not exist.</param>
/// <param name="Key">Names this signal, so that sending it again counts once.</param>
public sealed record SignalRunRequest(Guid OwnerId, Guid RunId, string Name, string Key, JsonElement Payload);

/// <param name="Result">Accepted, or AlreadyReceived for a repeat.</param>
public sealed record SignalledRun(Guid Id, SignalResult Result);

/// <summary>
/// Tells a run that something happened. What is accepted is in the run's mailbox and wakes it; it is taken in order, also when it comes before the run waits for
/// it. Inside a transaction of the caller's context the signal is part of it; otherwise it is committed here.
/// </summary>
public sealed class SignalRun(StewardDbContext db, WorkflowCatalogue catalogue, TimeProvider clock)
{
    public async Task<Result<SignalledRun>> ExecuteAsync(SignalRunRequest request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > Signal.MaxNameLength)
            return Error.Invalid("name", $"Name the signal, in up to {Signal.MaxNameLength} characters.");
        if (string.IsNullOrWhiteSpace(request.Key) || request.Key.Length > Signal.MaxKeyLength)
            return Error.Invalid("key", $"Give the signal a key of up to {Signal.MaxKeyLength} characters, the same when you send it again.");
        if (request.Payload.ValueKind == JsonValueKind.Undefined || request.Payload.GetRawText().Length > Signal.MaxPayloadLength)
            return Error.Invalid("payload", $"Give the signal a payload of up to {Signal.MaxPayloadLength / 1024} KB of JSON; null is one.");
        var run = await db.Set<RunRow>().AsNoTracking().Where(run => run.Id == request.RunId && run.OwnerId == request.OwnerId)
            .Select(run => new { run.Workflow, run.Version }).SingleOrDefaultAsync(cancel);
        if (run is null)
            return Error.NotFound("run");
        var signal = new Signal(request.Name, request.Key, request.Payload);
        // A version that only other processes have cannot be asked here; the run itself leaves out, visibly, what it cannot take.
        if (catalogue.Find(run.Workflow, run.Version) is { } workflow && workflow.ProblemWith(signal, Json.Options) is { } problem)
            return Error.Invalid(workflow.SignalNames.Contains(signal.Name) ? "payload" : "name", problem);
        return await PutAsync(request.RunId, signal, cancel) switch
        {
            SignalResult.RunOver => Error.Conflict("run_over", "The run is over, or is being cancelled: it takes no signal any more."),
            SignalResult.NotFound => Error.NotFound("run"),
            var result => new SignalledRun(request.RunId, result),
        };
    }

    async Task<SignalResult> PutAsync(Guid runId, Signal signal, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction?.GetDbTransaction() is NpgsqlTransaction transaction)
            return await SignalStatements.PutAsync(runId, signal, clock.GetUtcNow(), transaction.Connection!, transaction, cancel);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            return await SignalStatements.PutAsync(runId, signal, clock.GetUtcNow(), (NpgsqlConnection)db.Database.GetDbConnection(), null, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
