using System.ComponentModel;
using Steward.Platform;

namespace Steward.Tools.Reading;

sealed record FindParticipantsArguments
{
    public required IReadOnlyList<MessageRef> Messages { get; init; }
    [Description("What the messages are about; only for the explanation.")]
    public string? Topic { get; init; }
    [Description("Addresses or names to leave out.")]
    public IReadOnlyList<string>? Exclude { get; init; }
}

sealed record FoundPeople(IReadOnlyList<Participant> People);

/// <param name="Email">The address that this person wrote from most often.</param>
/// <param name="Messages">How many of the messages this person wrote.</param>
/// <param name="Source">The newest of them.</param>
sealed record Participant(string Email, string? Name, int Messages, SourceRef Source);

/// <summary>
/// Everyone who wrote one of the messages: the person's own addresses, machines, lists and bulk mail left out. Several addresses under the same full name count as
/// one person. The addresses come out of mail and keep that label in whatever is proposed with them.
/// </summary>
sealed class FindParticipants(PersonPorts ports) : ITool
{
    public string Name => "mail.participants";
    public string Description => "Lists the people who wrote the given messages, without the user, no-reply addresses and mailing lists.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(FindParticipantsArguments);
    public Type ResultType => typeof(FoundPeople);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (FindParticipantsArguments)call.Arguments;
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var people = Of(arguments.Messages, own, arguments.Exclude ?? []);
        var summary = people.Count switch
        {
            0 => "Nobody else wrote about this",
            <= 4 => $"{people.Count} {(people.Count == 1 ? "person" : "people")}: {string.Join(", ", people.Select(p => p.Name ?? p.Email))}",
            _ => $"{people.Count} people: {string.Join(", ", people.Take(3).Select(p => p.Name ?? p.Email))} and {people.Count - 3} more",
        };
        return new ToolResult(Json.ToElement(new FoundPeople(people)), Trust.Outside, summary, []);
    }

    /// <summary>Most messages first, then by address: the same messages in any order give the same list.</summary>
    internal static IReadOnlyList<Participant> Of(IReadOnlyList<MessageRef> messages, IReadOnlySet<string> own, IReadOnlyList<string> exclude) =>
    [
        .. messages
            .Where(m => m.From is { Email: var email } && !own.Contains(email) && !MachineSenders.IsMachine(email) && !MachineSenders.IsBulk(m.Labels))
            .GroupBy(m => IdentityOf(m.From!.Name, m.From.Email), StringComparer.OrdinalIgnoreCase)
            .Select(One)
            .Where(p => !exclude.Any(x => p.Email.Equals(x, StringComparison.OrdinalIgnoreCase) || p.Name?.Contains(x, StringComparison.OrdinalIgnoreCase) == true))
            .OrderByDescending(p => p.Messages).ThenBy(p => p.Email, StringComparer.OrdinalIgnoreCase),
    ];

    static Participant One(IEnumerable<MessageRef> group)
    {
        var all = group.OrderByDescending(m => m.Date).ThenBy(m => m.Id).ToList();
        var email = all.GroupBy(m => m.From!.Email, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.OrdinalIgnoreCase).First().Key;
        var name = all.Select(m => m.From!.Name).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n));
        return new(email, name, all.Count, new SourceRef("message", all[0].Id.ToString(), all[0].Subject));
    }

    /// <summary>A first name alone is no identity: two Annas stay two people.</summary>
    static string IdentityOf(string? name, string email) => name is not null && name.Trim().Contains(' ', StringComparison.Ordinal) && !name.Contains('@', StringComparison.Ordinal) ? name.Trim() : email;
}
