using Microsoft.AspNetCore.Http;
using Steward.Platform;

namespace Steward.Audit;

/// <summary>
/// Stages entries into the current transaction: an entry is in the log if and only if what it tells of was committed. A person's entries are chained
/// in commit order, for which the end of the chain stays locked until commit: save once per transaction, events and entries together.
/// </summary>
public sealed class AuditLog(StewardDbContext db, TimeProvider clock, Ids ids)
{
    public void Stage(AuditRecord record) => db.Add(new AuditEntry
    {
        Id = ids.New(),
        PersonId = record.PersonId,
        At = clock.GetUtcNow(),
        Actor = record.Actor,
        Action = record.Action,
        SubjectType = record.SubjectType,
        SubjectId = record.SubjectId,
        ProposalId = record.ProposalId,
        Result = record.Result,
        Origin = record.From,
        Detail = record.Detail is null ? null : Json.ToElement(record.Detail),
    });
}

/// <summary>Something that was done, or tried, in a person's name.</summary>
public sealed record AuditRecord
{
    /// <summary>Whose log this stands in.</summary>
    public required Guid PersonId { get; init; }
    /// <summary>Who did it: one of <see cref="Actors"/>.</summary>
    public required string Actor { get; init; }
    /// <summary>room.verb: "action.approved", "auth.signed-in". Stored: never renamed.</summary>
    public required string Action { get; init; }
    public required string SubjectType { get; init; }
    public required string SubjectId { get; init; }
    public Guid? ProposalId { get; init; }
    /// <summary>What came of it, one word where possible: "ok", "refused", "done".</summary>
    public required string Result { get; init; }
    /// <summary>From where: <see cref="AuditOrigin.Of"/> for a request; null for Steward's own doing.</summary>
    public string? From { get; init; }
    /// <summary>Ids, names, hashes. Never a body, never a secret.</summary>
    public object? Detail { get; init; }
}

public static class Actors
{
    /// <summary>The person, signed in.</summary>
    public const string Person = "person";
    /// <summary>A plan's step, in a run that the person started.</summary>
    public const string Plan = "plan";
    /// <summary>The component that performs approved actions.</summary>
    public const string Executor = "executor";
    /// <summary>Time: something ran out.</summary>
    public const string Clock = "clock";
    /// <summary>A rule of the person's settings.</summary>
    public const string Policy = "policy";
}

public static class AuditOrigin
{
    /// <summary>"web 192.0.2.7". The address is the connection's (forwarded headers count only where the host was told to trust its proxy).</summary>
    public static string Of(HttpContext request) => $"web {request.Connection.RemoteIpAddress?.ToString() ?? "unknown"}";
}
