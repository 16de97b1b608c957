using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts.Connecting;
using Steward.Platform;

namespace Steward.Accounts.Linked;

sealed record AccountView(
    Guid Id, string Provider, string Address, string DisplayName, string Label, AccountHealth Health, string? HealthReason, DateTimeOffset? LastSyncAt, long Messages, long Unread, long Events,
    IReadOnlyList<AccountAccess> Access, DateTimeOffset CreatedAt);
sealed record AccountList(IReadOnlyList<AccountView> Items);
sealed record AddAccountRequest(string Address, string? DisplayName, string? Label);
sealed record ChangeAccountRequest(string? DisplayName, string? Label);

static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithTags("accounts");
        accounts.MapGet("", ListAsync).Produces<AccountList>();
        accounts.MapPost("", AddAsync).Produces<AccountView>();
        accounts.MapPatch("/{id:guid}", ChangeAsync).Produces<AccountView>();
        accounts.MapDelete("/{id:guid}", RemoveAsync).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> ListAsync(CurrentPerson person, StewardDbContext db, IEnumerable<IAccountCounts> counters, AccessOf accessOf, CancellationToken cancel)
    {
        var accounts = await db.Set<LinkedAccount>().AsNoTracking().Where(a => a.PersonId == person.Id).OrderBy(a => a.CreatedAt).ToListAsync(cancel);
        var counts = new Dictionary<(Guid, string), long>();
        foreach (var counter in counters)
        {
            foreach (var count in await counter.CountAsync(person.Id, cancel))
                counts[(count.AccountId, count.Name)] = count.Count;
        }
        var access = await accessOf.AllAsync(accounts, cancel);
        return TypedResults.Ok(new AccountList([.. accounts.Select(a => View(a, access[a.Id], name => counts.GetValueOrDefault((a.Id, name))))]));
    }

    static async Task<IResult> AddAsync(AddAccountRequest request, CurrentPerson person, AddLocalAccount add, CancellationToken cancel)
    {
        var added = await add.ExecuteAsync(person.Id, request.Address, request.DisplayName, request.Label, cancel);
        return added.Match<IResult>(a => TypedResults.Ok(View(a, Enum.GetValues<AccountAccess>(), _ => 0)), error => error.ToProblem());
    }

    static async Task<IResult> ChangeAsync(Guid id, ChangeAccountRequest request, CurrentPerson person, StewardDbContext db, AccessOf accessOf, LiveEvents live, CancellationToken cancel)
    {
        var account = await db.Set<LinkedAccount>().SingleOrDefaultAsync(a => a.Id == id && a.PersonId == person.Id, cancel);
        if (account is null)
            return Error.NotFound("account").ToProblem();
        if (AddLocalAccount.Check(request.DisplayName, request.Label) is { } error)
            return error.ToProblem();
        account.DisplayName = request.DisplayName?.Trim() ?? account.DisplayName;
        account.Label = request.Label?.Trim() ?? account.Label;
        live.Stage(person.Id, "accounts_changed", id, new { });
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(View(account, (await accessOf.AllAsync([account], cancel))[id], _ => 0));
    }

    /// <summary>Disconnects it and takes everything of it along.</summary>
    static async Task<IResult> RemoveAsync(Guid id, CurrentPerson person, DisconnectAccount disconnect, CancellationToken cancel) =>
        (await disconnect.ExecuteAsync(person.Id, id, KeptItems.Delete, cancel)).Match<IResult>(_ => TypedResults.NoContent(), error => error.ToProblem());

    static AccountView View(LinkedAccount a, IReadOnlyList<AccountAccess> access, Func<string, long> count) => new(
        a.Id, a.Provider, a.Address, a.DisplayName, a.Label, a.Health, a.HealthReason, a.LastSyncAt, count("messages"), count("unread"), count("events"), access, a.CreatedAt);
}
