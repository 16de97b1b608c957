using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Reading;

sealed record SearchMailArguments
{
    [Description("Gmail's search language: words, from:, to:, subject:, category:, in:, is:unread, older_than:30d, before:2026/10/21 …")]
    public required string Query { get; init; }
    [Description("Only these accounts; all when left out.")]
    public IReadOnlyList<Guid>? AccountIds { get; init; }
    [Description("At most this many messages, 1 to 1000; 500 when left out.")]
    public int? Limit { get; init; }
}

/// <param name="Total">How many match in all accounts, also beyond the limit.</param>
/// <param name="Caveat">What may be missing, in words for a person.</param>
sealed record FoundMessages(IReadOnlyList<MessageSummary> Messages, long Total, string? Caveat = null);

/// <summary>Searches every mailbox of the person and merges what is found, newest first.</summary>
sealed class SearchMail(PersonPorts ports) : ITool
{
    const int DefaultLimit = 500;
    const int MaxLimit = 1000;
    const int PageSize = 500;

    public string Name => "mail.search";
    public string Description => "Finds messages in all mail accounts by Gmail's search language, newest first.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(SearchMailArguments);
    public Type ResultType => typeof(FoundMessages);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (SearchMailArguments)call.Arguments;
        var limit = arguments.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            return Error.Invalid("limit", $"The limit is 1 to {MaxLimit}.");
        var boxes = await ports.MailAsync(call.PersonId, arguments.AccountIds, cancel);
        if (boxes.Error is { } unknown)
            return unknown;
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;

        var found = new List<MessageSummary>();
        var total = 0L;
        var caveats = new List<string>();
        foreach (var box in boxes.Value)
        {
            var matches = await SearchOneAsync(box, new MailSearch(arguments.Query, call.Now, zone, Limit: Math.Min(limit, PageSize), WithTotal: true), limit, cancel);
            if (matches.Error is { } error)
                return error;
            found.AddRange(matches.Value.Messages);
            total += matches.Value.Total;
            if (matches.Value.Caveat is { } caveat)
                caveats.Add($"{box.Mailbox.Address}: {caveat}");
        }
        var merged = found.OrderByDescending(m => m.Date).ThenByDescending(m => m.Id).Take(limit).ToList();
        var accounts = merged.Select(m => m.AccountId).Distinct().Count();
        return new ToolResult(Json.ToElement(new FoundMessages(merged, total, caveats.Count == 0 ? null : string.Join(' ', caveats))), Trust.Outside,
            string.Join(". ", caveats.Prepend(Say(merged.Count, total, accounts))), []);
    }

    static async Task<Result<FoundMessages>> SearchOneAsync(MailPort box, MailSearch search, int limit, CancellationToken cancel)
    {
        var found = new List<MessageSummary>();
        var total = 0L;
        string? caveat = null;
        do
        {
            var page = await box.Reader.SearchAsync(box.Mailbox, search, cancel);
            if (page.Error is { } error)
                return error;
            found.AddRange(page.Value.Items);
            caveat ??= page.Value.Caveat;
            if (search.WithTotal)
                total = page.Value.Total ?? page.Value.Items.Count;
            search = search with { Cursor = page.Value.NextCursor, WithTotal = false, Limit = Math.Clamp(limit - found.Count, 1, PageSize) };
        }
        while (search.Cursor is not null && found.Count < limit);
        return new FoundMessages(found, Math.Max(total, found.Count), caveat);
    }

    static string Say(int count, long total, int accounts) => (total, accounts) switch
    {
        (0, _) => "Found no message",
        (1, _) => "Found 1 message",
        _ when total > count => $"Found {total:N0} messages, of which the newest {count:N0} are used",
        (_, > 1) => $"Found {total:N0} messages in {accounts} accounts",
        _ => $"Found {total:N0} messages",
    };
}
