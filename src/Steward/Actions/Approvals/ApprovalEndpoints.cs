using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Approvals;

public sealed record ApproveBody(string Hash, bool Confirm = false);

public sealed record RejectBody(string? Reason = null);

public sealed record EditBody(JsonElement Payload, string Hash);

public sealed record BatchBody(IReadOnlyList<BatchItem> Items);

public sealed record ProposalList(IReadOnlyList<ProposalView> Items);

public sealed record DecisionList(IReadOnlyList<DecisionResult> Items);

/// <param name="Items">What the change, or the run that it belongs to, has waited for outside, the latest first.</param>
public sealed record ProposalWaits(IReadOnlyList<WaitView> Items);

static class ApprovalEndpoints
{
    const int LongestReason = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var approvals = routes.MapGroup("/approvals").WithTags("Approvals");
        approvals.MapGet("/pending", async (CurrentPerson person, ListProposals list, CancellationToken cancel) => new ProposalList(await list.PendingAsync(person.Id, cancel)));
        approvals.MapGet("", ListAsync).Produces<Page<ProposalView>>();
        approvals.MapGet("/{id:guid}", GetAsync).Produces<ProposalView>();
        approvals.MapGet("/{id:guid}/waits", WaitsAsync).Produces<ProposalWaits>();
        approvals.MapPut("/{id:guid}", EditAsync).Produces<ProposalView>();
        approvals.MapPost("/{id:guid}/approve", ApproveAsync).Produces<DecisionResult>();
        approvals.MapPost("/{id:guid}/reject", RejectAsync).Produces<DecisionResult>();
        approvals.MapPost("/batch", BatchAsync).Produces<DecisionList>();
    }

    static async Task<IResult> ListAsync(
        CurrentPerson person, ListProposals list, string? state, string? kind, Guid? runId, string? cursor, int? limit, CancellationToken cancel) =>
        (await list.AllAsync(new(person.Id, state, kind, runId, cursor, limit ?? 50), cancel)).ToHttp();

    static async Task<IResult> GetAsync(CurrentPerson person, ReadProposals read, Guid id, CancellationToken cancel) =>
        await read.ByIdsAsync(person.Id, [id], cancel) is [var proposal] ? TypedResults.Ok(proposal) : Error.NotFound("proposal").ToProblem();

    static async Task<IResult> WaitsAsync(CurrentPerson person, ReadProposals read, StewardDbContext db, Guid id, CancellationToken cancel) =>
        await read.ByIdsAsync(person.Id, [id], cancel) is [var proposal] ? TypedResults.Ok(new ProposalWaits(await db.WaitsOfAsync(person.Id, proposal.RunId ?? id, cancel))) : Error.NotFound("proposal").ToProblem();

    static async Task<IResult> EditAsync(CurrentPerson person, EditProposal edit, Guid id, EditBody body, HttpContext http, CancellationToken cancel) =>
        (await edit.RunAsync(new(person.Id, id, body.Payload, body.Hash, AuditOrigin.Of(http)), cancel)).ToHttp();

    static async Task<IResult> ApproveAsync(CurrentPerson person, DecideProposal decide, Guid id, ApproveBody body, HttpContext http, CancellationToken cancel) =>
        string.IsNullOrEmpty(body.Hash)
            ? Error.Invalid("hash", "Name the hash of what is approved.").ToProblem()
            : Answer(await decide.RunAsync(new(person.Id, id, Approve: true, body.Hash, body.Confirm, null, AuditOrigin.Of(http)), cancel));

    static async Task<IResult> RejectAsync(CurrentPerson person, DecideProposal decide, Guid id, RejectBody? body, HttpContext http, CancellationToken cancel) =>
        body?.Reason is { Length: > LongestReason }
            ? ReasonTooLong("reason").ToProblem()
            : Answer(await decide.RunAsync(new(person.Id, id, Approve: false, null, false, body?.Reason, AuditOrigin.Of(http)), cancel));

    static async Task<IResult> BatchAsync(CurrentPerson person, DecideBatch decide, BatchBody body, HttpContext http, CancellationToken cancel)
    {
        if (body.Items is null)
            return Error.Invalid("items", "Name the proposals and decisions.").ToProblem();
        if (body.Items.Any(item => item.Reason is { Length: > LongestReason }))
            return ReasonTooLong("items").ToProblem();
        var results = await decide.RunAsync(new(person.Id, body.Items, AuditOrigin.Of(http)), cancel);
        return results.Match<IResult>(items => TypedResults.Ok(new DecisionList(items)), error => error.ToProblem());
    }

    /// <summary>Every outcome is an answer, so that a repeated click gets what the first one got; only what is not there is an error.</summary>
    static IResult Answer(DecisionResult result) =>
        result.Outcome == DecisionOutcome.NotFound ? Error.NotFound("proposal").ToProblem() : TypedResults.Ok(result);

    static Error ReasonTooLong(string field) => Error.Invalid(field, $"A reason has at most {LongestReason} characters.");
}
