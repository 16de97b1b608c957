using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <param name="Addresses">All that were taken for one person's, the most used first.</param>
/// <param name="MergedBecause">Why several addresses count as one person; null for one alone.</param>
public sealed record ContactView(string Name, IReadOnlyList<string> Addresses, int Messages, IReadOnlyList<string> Roles, string? MergedBecause)
{
    internal static ContactView Of(Contact contact) => new(contact.Name, contact.Addresses, contact.Messages, contact.Roles,
        contact.Addresses.Count > 1 ? $"They share the full name {contact.Name}, and you have written to each or heard from it often." : null);
}

public sealed record RoleView(string Role, string Name, IReadOnlyList<string> Addresses, DateTimeOffset StatedAt);

public sealed record ContactList(IReadOnlyList<ContactView> Items);

public sealed record RoleList(IReadOnlyList<RoleView> Items);

public sealed record RoleBody(string Address);

/// <summary>Who is known from mail and calendar, and what the person has said somebody is to them: to be seen, corrected and forgotten.</summary>
static class ContactRoutes
{
    const int Most = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var contacts = routes.MapGroup("/contacts").WithTags("contacts");
        contacts.MapGet("", async (string? q, CurrentPerson person, ContactBooks books, IServiceProvider scope, CancellationToken cancel) =>
        {
            var book = await books.OfAsync(person.Id, scope, cancel);
            return new ContactList([.. (string.IsNullOrWhiteSpace(q) ? book.Frequent(Most) : book.Find(q, Most)).Select(ContactView.Of)]);
        });
        contacts.MapGet("/roles", async (CurrentPerson person, StewardDbContext db, CancellationToken cancel) => new RoleList(await RolesAsync(db, person.Id, cancel)));
        contacts.MapPut("/roles/{role}", SetAsync).Produces<RoleView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        contacts.MapDelete("/roles/{role}", ForgetAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IReadOnlyList<RoleView>> RolesAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        [.. (await db.Set<StatedRole>().AsNoTracking().Where(r => r.PersonId == personId).OrderBy(r => r.Role).ThenBy(r => r.Address).ToListAsync(cancel))
            .GroupBy(r => r.Role, StringComparer.Ordinal).Select(g => new RoleView(g.Key, g.First().Name, [.. g.Select(r => r.Address)], g.Max(r => r.StatedAt)))];

    /// <summary>The role belongs to whoever bears the address; what was said before is replaced.</summary>
    static async Task<IResult> SetAsync(string role, RoleBody body, CurrentPerson person, StateRole state, StewardDbContext db, CancellationToken cancel)
    {
        if (RoleStatement.Parse($"Somebody is my {role}") is not { } known)
            return Error.Invalid("role", "This is not a role that Steward knows, such as manager or assistant.").ToProblem();
        if (!await state.SetAsync(person.Id, known.Role, body.Address ?? "", cancel))
            return Error.NotFound("contact").ToProblem();
        return TypedResults.Ok((await RolesAsync(db, person.Id, cancel)).Single(r => r.Role == known.Role));
    }

    static async Task<IResult> ForgetAsync(string role, CurrentPerson person, StateRole state, CancellationToken cancel) =>
        await state.ForgetAsync(person.Id, role.ToLowerInvariant(), cancel) ? TypedResults.NoContent() : Error.NotFound("role").ToProblem();
}
