using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>Steps that several families of mail share.</summary>
static class MailSteps
{
    /// <summary>As many as a search gives at once.</summary>
    public const int All = 500;
    /// <summary>As many as are shown or summarised when no number is said.</summary>
    public const int Page = 50;
    public const string PageAssumed = "at most the newest 50";

    /// <summary>
    /// The messages that a clause speaks of: found by a new search, or those of the clause before when it says "them" or nothing at all. Null when it says nothing and
    /// nothing was found before.
    /// </summary>
    public static string? Messages(PlanBuilder plan, MailDescription mail, int limit, string? implied = null)
    {
        if (mail.Rest && mail.Everything)
            return Rest(plan, limit);
        if (mail.Places.Count > 0 && mail.Everything && plan.Messages is { } listed)
            return Chosen(plan, listed, mail.Places);
        if (mail.Everything && mail.Limit is null && plan.Messages is { } earlier && (mail.Pronoun || mail.Accounts.Count == 0))
            return earlier;
        if (mail.Everything && implied is null && mail.Limit is null)
            return null;
        return Search(plan, mail, limit, implied);
    }

    public static string Search(PlanBuilder plan, MailDescription mail, int limit, string? implied = null)
    {
        var (query, narrower) = (mail.Query(implied), mail.Query());
        IReadOnlyList<Guid>? accounts = mail.Accounts.Count > 0 ? [.. mail.Accounts.Select(a => a.Id)] : null;
        if ((mail.Narrows || mail.Pronoun) && plan.Messages is not null && plan.MessagesQuery is { } earlier)
        {
            plan.RestQuery = mail.Everything ? null : $"{earlier} {(mail.Query().Contains(' ', StringComparison.Ordinal) ? $"-({mail.Query()})" : $"-{mail.Query()}")}".Trim();
            (query, narrower) = ($"{earlier} {query}".Trim(), $"{earlier} {narrower}".Trim());
            accounts ??= plan.MessagesAccounts;
        }
        (plan.MessagesQuery, plan.MessagesAccounts) = (narrower, accounts);
        var id = plan.Add("mail.search", "Find " + mail.Words, new
        {
            query,
            accountIds = accounts,
            limit = mail.Limit ?? limit,
        });
        plan.Messages = $"{id}.messages";
        plan.Threads = plan.Summary = null;
        plan.Topic = mail.Topics.Count > 0 ? mail.Topics[0] : plan.Topic;
        return plan.Messages;
    }

    /// <summary>"the second one": from here on it alone is spoken of.</summary>
    static string Chosen(PlanBuilder plan, string listed, IReadOnlyList<int> places)
    {
        var id = plan.Add("mail.choose-messages", "Take that one of what was found", new { messages = PlanReference.To(listed), places });
        (plan.Messages, plan.MessagesQuery, plan.Threads, plan.Summary) = ($"{id}.messages", null, null, null);
        return plan.Messages;
    }

    /// <summary>What was spoken of, without what it was narrowed to since.</summary>
    static string Rest(PlanBuilder plan, int limit)
    {
        if (plan.RestQuery is not { } rest)
            throw PlanBuilder.Ask("The rest of what? Name the mail that you mean.", "mail", []);
        var id = plan.Add("mail.search", "Find the rest of it", new { query = rest, accountIds = plan.MessagesAccounts, limit });
        (plan.Messages, plan.MessagesQuery, plan.RestQuery) = ($"{id}.messages", rest, null);
        plan.Threads = plan.Summary = null;
        return plan.Messages;
    }

    public static string Threads(PlanBuilder plan, string messages)
    {
        if (plan.Threads is not null && plan.Messages == messages)
            return plan.Threads;
        var id = plan.Add("mail.read-threads", "Read the conversations", new { messages = PlanReference.To(messages), limit = 20 }, when: messages);
        return plan.Threads = $"{id}.threads";
    }
}
