using System.Text.RegularExpressions;
using Steward.Mail;

namespace Steward.FollowUps.Watching;

/// <summary>Looks for an answer, at whichever provider the mail lies. What a machine sends by itself ("Out of office") is none.</summary>
sealed partial class FindAnswer(MailDirectory directory)
{
    const int Looked = 20;

    /// <summary>The first later mail of the conversation that somebody else wrote, and, when people are named, one of these.</summary>
    public async Task<MessageSummary?> InThreadAsync(Mailbox mailbox, IReadOnlyList<Mailbox> own, Guid threadId, IReadOnlyList<MailAddress> from, DateTimeOffset since, CancellationToken cancel)
    {
        var thread = await directory.ReaderOf(mailbox).GetThreadAsync(mailbox, threadId, cancel);
        return thread?.Messages.Select(m => m.Summary).FirstOrDefault(m => Counts(m, own, from, since));
    }

    /// <summary>The first mail of these people since then, in any of the person's mailboxes.</summary>
    public async Task<MessageSummary?> AnywhereAsync(IReadOnlyList<Mailbox> own, IReadOnlyList<MailAddress> from, DateTimeOffset since, DateTimeOffset now, CancellationToken cancel)
    {
        if (from.Count == 0)
            return null;
        var query = $"from:({string.Join(" OR ", from.Select(a => $"\"{a.Email.Replace("\"", "", StringComparison.Ordinal)}\""))})";
        var found = new List<MessageSummary>();
        foreach (var mailbox in own)
        {
            var page = await directory.ReaderOf(mailbox).SearchAsync(mailbox, new MailSearch(query, now, Limit: Looked), cancel);
            if (page.Ok)
                found.AddRange(page.Value.Items.Where(m => Counts(m, own, from, since)));
        }
        return found.MinBy(m => m.Date);
    }

    static bool Counts(MessageSummary message, IReadOnlyList<Mailbox> own, IReadOnlyList<MailAddress> from, DateTimeOffset since) =>
        message.Date > since && !message.Labels.Contains(SystemLabels.Draft) && !message.Labels.Contains(SystemLabels.Sent)
        && !own.Any(m => m.Address.Equals(message.From.Email, StringComparison.OrdinalIgnoreCase))
        && (from.Count == 0 || from.Any(a => a.Email.Equals(message.From.Email, StringComparison.OrdinalIgnoreCase)))
        && !Automatic().IsMatch(message.Subject);

    [GeneratedRegex(@"^\s*(automatic reply|auto(matic)?[- ]?(reply|response|antwort)|out of (the )?office|abwesenheit|réponse automatique|respuesta automática|risposta automatica|undeliver|delivery status|mail delivery)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Automatic();
}
