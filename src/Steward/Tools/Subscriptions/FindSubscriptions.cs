using System.ComponentModel;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Subscriptions;

sealed record FindSubscriptionsArguments
{
    public required IReadOnlyList<MessageRef> Messages { get; init; }
    [Description("Only senders whose letters are all unread, two at least.")]
    public bool NeverRead { get; init; }
    [Description("Whether to say that their letters could be archived too.")]
    public bool OfferArchive { get; init; }
}

/// <param name="OneClick">Left by one request.</param>
/// <param name="ByMail">Left by a mail.</param>
/// <param name="Messages">The letters of all these that lie in the inbox.</param>
/// <param name="Notes">What a person has to do by themselves, and what could be done besides.</param>
sealed record FoundSubscriptions(IReadOnlyList<Subscription> OneClick, IReadOnlyList<Subscription> ByMail, IReadOnlyList<MessageRef> Messages, IReadOnlyList<string> Notes);

/// <summary>A list or a sender of bulk mail, with the newest letter: its way of unsubscribing is the one that still holds.</summary>
/// <param name="Id">The newest letter.</param>
/// <param name="Letters">How many of the given messages came from there.</param>
sealed record Subscription(Guid Id, Guid AccountId, string Subject, MailAddress From, int Letters, int Unread, DateTimeOffset Date);

/// <summary>Which of the senders of messages can be told to stop, and how; people, and senders who say no way, are left out.</summary>
sealed class FindSubscriptions(PersonPorts ports) : ITool
{
    const int MostSenders = 200, MostPages = 10;

    public string Name => "mail.find-subscriptions";
    public string Description => "Finds which senders of the given messages can be unsubscribed from, and in which way.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(FindSubscriptionsArguments);
    public Type ResultType => typeof(FoundSubscriptions);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (FindSubscriptionsArguments)call.Arguments;
        var senders = arguments.Messages.Where(m => m.From is not null && m.Labels?.Contains(SystemLabels.Sent) != true)
            .GroupBy(m => (m.AccountId, Email: m.From!.Email.ToLowerInvariant())).Select(g => g.OrderByDescending(m => m.Date).ThenBy(m => m.Id).ToList())
            .Where(letters => !arguments.NeverRead || letters.Count > 1 && letters.TrueForAll(IsUnread))
            .OrderByDescending(letters => letters[0].Date).Take(MostSenders);
        var found = new List<(Subscription Subscription, UnsubscribeWays Ways, string List, List<MessageRef> Letters)>();
        foreach (var letters in senders)
        {
            var port = await ports.MailAsync(call.PersonId, letters[0].AccountId, cancel);
            if (port.Error is { } error)
                return error;
            if (await port.Value.Reader.GetMessageAsync(port.Value.Mailbox, letters[0].Id, cancel) is not { } newest || UnsubscribeWays.Of(newest) is not { Any: true } ways)
                continue;
            var summary = newest.Summary;
            found.Add((new(summary.Id, summary.AccountId, summary.Subject, summary.From, letters.Count, letters.Count(IsUnread), summary.Date), ways, newest.ListId ?? summary.From.Email, letters));
        }
        // several people write to one list: it is left once
        var lists = found.DistinctBy(f => (f.Subscription.AccountId, f.List.ToLowerInvariant())).ToList();
        var inbox = found.SelectMany(f => f.Letters).Where(m => m.Labels?.Contains(SystemLabels.Inbox) == true).ToList();
        var result = new FoundSubscriptions(
            [.. lists.Where(f => f.Ways.OneClick is not null).Select(f => f.Subscription)],
            [.. lists.Where(f => f.Ways is { OneClick: null, Mail: not null }).Select(f => f.Subscription)],
            inbox,
            [
                .. lists.Where(f => f.Ways is { OneClick: null, Mail: null }).Take(MostPages).Select(f => $"“{Name(f.Subscription)}” can only be left on its own page: {f.Ways.Page!.AbsoluteUri}"),
                .. arguments.OfferArchive && inbox.Count > 0 ? new[] { $"{(inbox.Count == 1 ? "1 of their letters is" : $"{inbox.Count} of their letters are")} in your inbox: say the same with “and archive them” to have that proposed too." } : [],
            ]);
        var summaryText = lists.Count switch
        {
            0 => arguments.NeverRead ? "Found no list whose letters are all unread" : "Found no list to unsubscribe from",
            1 => $"Found 1 list: {Name(lists[0].Subscription)}",
            var count => $"Found {count} lists",
        };
        return new ToolResult(Json.ToElement(result), Trust.Outside, summaryText, []);

        static string Name(Subscription subscription) => subscription.From.Name ?? subscription.From.Email;
    }

    static bool IsUnread(MessageRef message) => message.Labels?.Contains(SystemLabels.Unread) == true;
}
