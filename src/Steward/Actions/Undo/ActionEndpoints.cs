using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Actions.Approvals;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Undo;

public sealed record ProposeBody(string Kind, Guid AccountId, JsonElement Payload, string IdempotencyKey, string? Why = null);

/// <param name="Needs">What must have been allowed on the account; null when it plays no part in it.</param>
public sealed record ActionKindView(string Name, EffectClass Effect, Reversibility Reversibility, AccountAccess? Needs);

public sealed record ActionKindList(IReadOnlyList<ActionKindView> Items);

static class ActionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var actions = routes.MapGroup("/actions").WithTags("Actions");
        actions.MapGet("", ListAsync).Produces<Page<ProposalView>>();
        actions.MapPost("", ProposeAsync).Produces<ProposalView>();
        actions.MapGet("/kinds", (CurrentPerson _, ActionKinds kinds) => new ActionKindList(
            [.. kinds.All.Where(kind => kind.Proposable).OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => new ActionKindView(kind.Name, kind.Effect, kind.Reversibility, kind.Needs))]));
        actions.MapPost("/{id:guid}/undo", UndoAsync).Produces<UndoResult>();
        actions.MapPost("/{id:guid}/send-now", SendNowAsync).Produces<ProposalView>();
        actions.MapPost("/{id:guid}/retry", RetryAsync).Produces<ProposalView>();
    }

    static async Task<IResult> ListAsync(CurrentPerson person, ListProposals list, string? state, string? kind, string? cursor, int? limit, CancellationToken cancel) =>
        (await list.DecidedAsync(new(person.Id, state, kind, null, cursor, limit ?? 50), cancel)).ToHttp();

    static async Task<IResult> ProposeAsync(CurrentPerson person, ProposeByHand propose, ProposeBody body, HttpContext http, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(body.Kind) || string.IsNullOrEmpty(body.IdempotencyKey))
            return Error.Invalid(string.IsNullOrEmpty(body.Kind) ? "kind" : "idempotencyKey", "This is needed.").ToProblem();
        return (await propose.RunAsync(new()
        {
            Kind = body.Kind,
            Subject = new(person.Id, body.AccountId),
            Payload = body.Payload,
            Why = body.Why ?? "You asked for it.",
            IdempotencyKey = "hand:" + body.IdempotencyKey,
        }, AuditOrigin.Of(http), cancel)).ToHttp();
    }

    static async Task<IResult> UndoAsync(CurrentPerson person, UndoAction undo, Guid id, HttpContext http, CancellationToken cancel) =>
        (await undo.RunAsync(new(person.Id, id, AuditOrigin.Of(http)), cancel)).ToHttp();

    static async Task<IResult> SendNowAsync(CurrentPerson person, SendNow send, Guid id, HttpContext http, CancellationToken cancel) =>
        (await send.RunAsync(person.Id, id, AuditOrigin.Of(http), cancel)).ToHttp();

    static async Task<IResult> RetryAsync(CurrentPerson person, RetryAction retry, Guid id, HttpContext http, CancellationToken cancel) =>
        (await retry.RunAsync(person.Id, id, AuditOrigin.Of(http), cancel)).ToHttp();
}
