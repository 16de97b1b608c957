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

/// <param name="Start">Absent when only the zone was said, and the other way round.</param>
public sealed record HoursView(string Name, IReadOnlyList<string> Addresses, string? Zone, TimeOnly? Start, TimeOnly? End, DateTimeOffset StatedAt);

/// <param name="Estimates">Where others seem to be, of whom nothing was said: never more than a guess.</param>
public sealed record HoursList(IReadOnlyList<HoursView> Items, IReadOnlyList<EstimatedZone> Estimates);

/// <param name="Zone">IANA.</param>
/// <param name="Because">What speaks for it, in words.</param>
/// <param name="Other">Another zone for which something speaks too: Steward asks before it looks for a time with them.</param>
public sealed record EstimatedZone(string Name, string Address, string Zone, string Because, string? Other);

/// <param name="Zone">IANA; absent: the person's own.</param>
/// <param name="Start">The working day's beginning and end, both or neither.</param>
public sealed record HoursBody(string? Zone, TimeOnly? Start, TimeOnly? End);

/// <param name="Addresses">Two members or more, each an address that is known from mail or calendar.</param>
public sealed record GroupBody(IReadOnlyList<string>? Addresses);

public sealed record GroupMember(string Name, string Address);

public sealed record GroupView(string Name, IReadOnlyList<GroupMember> Members, DateTimeOffset StatedAt);

public sealed record GroupList(IReadOnlyList<GroupView> Items);

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
        contacts.MapGet("/hours", HoursAsync);
        contacts.MapPut("/hours/{address}", SetHoursAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        contacts.MapDelete("/hours/{address}", async (string address, CurrentPerson person, StateHours state, CancellationToken cancel) =>
            await state.ForgetAsync(person.Id, address, cancel) ? Results.NoContent() : Error.NotFound("hours").ToProblem()).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        contacts.MapGet("/groups", GroupsAsync);
        contacts.MapPut("/groups/{name}", SetGroupAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest);
        contacts.MapDelete("/groups/{name}", async (string name, CurrentPerson person, StateGroup state, CancellationToken cancel) =>
            await state.ForgetAsync(person.Id, name, cancel) ? Results.NoContent() : Error.NotFound("group").ToProblem()).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        contacts.MapGet("/roles", async (CurrentPerson person, StewardDbContext db, CancellationToken cancel) => new RoleList(await RolesAsync(db, person.Id, cancel)));
        contacts.MapPut("/roles/{role}", SetAsync).Produces<RoleView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        contacts.MapDelete("/roles/{role}", ForgetAsync).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<HoursList> HoursAsync(CurrentPerson person, StewardDbContext db, ContactBooks books, HoursOfContacts hours, PersonSettingsReader settings, IServiceProvider scope, CancellationToken cancel)
    {
        var likely = (await books.OfAsync(person.Id, scope, cancel)).Frequent(Most).Select(c => c.Addresses[0]).ToList();
        var seen = await hours.WhereaboutsAsync(person.Id, likely, (await settings.GetAsync(person.Id, cancel)).Zone, cancel);
        return new(await StatedHoursAsync(person, db, cancel),
            [.. seen.Where(w => w.Stated?.Zone is null && w.Zones.Count > 0).Select(w => new EstimatedZone(w.Name, w.Address, w.Zones[0].Zone, w.Zones[0].Because, w.Zones.Skip(1).FirstOrDefault()?.Zone))]);
    }

    static async Task<IResult> SetHoursAsync(string address, HoursBody body, CurrentPerson person, StateHours state, CancellationToken cancel)
    {
        if (body.Zone is null && body.Start is null)
            return Error.Invalid("zone", "Say the zone, the hours, or both.").ToProblem();
        if (body.Zone is { } zone && NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            return Error.Invalid("zone", $"There is no time zone “{VisibleText.CleanLine(zone)}”.").ToProblem();
        if (body.Start is null != body.End is null || body.End <= body.Start)
            return Error.Invalid("end", "The working day has a beginning and an end after it.").ToProblem();
        return await state.SetAsync(person.Id, address, body.Zone, body.Start, body.End, cancel) ? TypedResults.NoContent() : Error.NotFound("contact").ToProblem();
    }

    static async Task<IResult> SetGroupAsync(string name, GroupBody body, CurrentPerson person, StateGroup state, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 80 || StatedGroup.KeyOf(name).Length == 0)
            return Error.Invalid("name", "A group has a name of at most 80 characters.").ToProblem();
        if (body.Addresses is not { Count: >= 2 and <= GroupStatement.MostMembers } addresses)
            return Error.Invalid("addresses", $"A group has 2 to {GroupStatement.MostMembers} members.").ToProblem();
        return await state.SetAsync(person.Id, name.Trim(), addresses, cancel) is { } unknown
            ? Error.Invalid("addresses", $"“{VisibleText.CleanLine(unknown)}” is nobody whom Steward knows from mail or calendar.").ToProblem() : TypedResults.NoContent();
    }

    static async Task<IReadOnlyList<HoursView>> StatedHoursAsync(CurrentPerson person, StewardDbContext db, CancellationToken cancel) =>
        [.. (await db.Set<StatedHours>().AsNoTracking().Where(h => h.PersonId == person.Id).OrderBy(h => h.Name).ThenBy(h => h.Address).ToListAsync(cancel))
            .GroupBy(h => (h.Name, h.Zone, h.WorkStart, h.WorkEnd)).Select(g => new HoursView(g.Key.Name, [.. g.Select(h => h.Address)], g.Key.Zone, g.Key.WorkStart, g.Key.WorkEnd, g.Max(h => h.StatedAt)))];

    static async Task<GroupList> GroupsAsync(CurrentPerson person, StewardDbContext db, CancellationToken cancel) =>
        new([.. (await db.Set<StatedGroup>().AsNoTracking().Where(g => g.PersonId == person.Id).OrderBy(g => g.Name).ThenBy(g => g.Member).ToListAsync(cancel))
            .GroupBy(g => g.Key, StringComparer.Ordinal).Select(g => new GroupView(g.First().Name, [.. g.Select(m => new GroupMember(m.Member, m.Address))], g.Max(m => m.StatedAt)))]);

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
