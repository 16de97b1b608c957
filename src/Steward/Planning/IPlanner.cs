using Steward.Accounts;
using Steward.Platform;

namespace Steward.Planning;

/// <summary>Request + context → plan, question or refusal. No side effects; the same input and context give the same result.</summary>
public interface IPlanner
{
    string Name { get; }
    Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancel);
}

/// <summary>Everything that a planner may look at. It never holds the contents of mail or events: names and addresses only.</summary>
public sealed record PlanRequest
{
    public required Guid PersonId { get; init; }
    public required string Message { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required PersonSettings Settings { get; init; }
    public required IReadOnlyList<PlanAccount> Accounts { get; init; }
    /// <summary>Known people: from mail and calendar. May be thousands; a planner looks names up, it does not list them.</summary>
    public required IContacts Contacts { get; init; }
    /// <summary>Earlier turns of the conversation, oldest first, for follow-ups.</summary>
    public IReadOnlyList<EarlierTurn> Earlier { get; init; } = [];
    /// <summary>What calls of a language model count against and are shown by; null where nothing is run.</summary>
    public Guid? RunId { get; init; }
    public Guid? ConversationId { get; init; }
}

/// <param name="Label">personal, work, own …</param>
public sealed record PlanAccount(Guid Id, string Provider, string Address, string DisplayName, string Label);

/// <param name="At">When it was said; what a turn speaks of can be referred to for a while only.</param>
public sealed record EarlierTurn(string Message, Plan? Plan, PlanQuestion? Question, DateTimeOffset? At = null);

/// <summary>Looks people up by what a request calls them. Outside text: names come from mail headers.</summary>
public interface IContacts
{
    /// <summary>Contacts whose name or address matches, best first; empty when nobody does. Case and accents do not matter.</summary>
    IReadOnlyList<Contact> Find(string name, int limit = 10);

    /// <summary>Those with whom most mail was exchanged, most first: whom a question can offer as likely answers.</summary>
    IReadOnlyList<Contact> Frequent(int limit = 5) => [];

    /// <summary>Who may hold a role that nobody was said to hold, by what speaks for it, likeliest first: a guess to ask about, never to act on.</summary>
    IReadOnlyList<LikelyContact> LikelyFor(string role, int limit = 5) => [.. Frequent(limit).Select(c => new LikelyContact(c, []))];

    /// <summary>Several people under one name, by where they write from ("acme.example", "acme") or what they are invited to ("standup"); null when nothing tells who they are.</summary>
    ContactGroup? Group(string name) => null;

    /// <summary>The group that the person has named so in their own words ("the board is Anna, Ben and Cho"); null when they have not.</summary>
    ContactGroup? Stated(string name) => null;

    /// <summary>Contacts that hold a role which the person has stated: "my manager".</summary>
    IReadOnlyList<Contact> WithRole(string role);
}

/// <param name="Addresses">All known addresses of this one person, most used first.</param>
/// <param name="Messages">How many messages were exchanged: evidence for ranking.</param>
/// <param name="Written">The person has written to them; a contact who has only written to the person may call themselves anything.</param>
public sealed record Contact(string Name, IReadOnlyList<string> Addresses, int Messages, IReadOnlyList<string> Roles, bool Written = true);

/// <param name="Because">What makes them the group, for a person: "invited to “Daily standup”".</param>
public sealed record ContactGroup(IReadOnlyList<Contact> Members, string Because);

/// <param name="Evidence">What speaks for it, for a person: "1:1 in your calendar".</param>
public sealed record LikelyContact(Contact Contact, IReadOnlyList<string> Evidence);
