using NodaTime;
using Steward.Mail;
using Steward.Mail.Search;

namespace Steward.Testing;

/// <summary>What a query means, said once more in plain C# over messages in memory.</summary>
public sealed class QueryOracle(string ownAddress, DateTimeOffset now, string zone, Func<string, string> stem)
{
    readonly DateTimeZone zone = DateTimeZoneProviders.Tzdb[zone];

    public bool Matches(MailQuery query, IncomingMessage message)
    {
        var named = Named(query.Root).ToList();
        if (!named.Contains(SystemTerm.Anywhere))
        {
            if (message.Labels.Contains("TRASH") && !named.Contains(SystemTerm.Trash))
                return false;
            if (message.Labels.Contains("SPAM") && !named.Contains(SystemTerm.Spam))
                return false;
        }
        return Holds(query.Root, message);
    }

    static IEnumerable<SystemTerm> Named(QueryNode node) => node switch
    {
        QueryNode.And and => and.Parts.SelectMany(Named),
        QueryNode.Or or => or.Parts.SelectMany(Named),
        QueryNode.Not not => Named(not.Part),
        QueryNode.System system => [system.Term],
        _ => [],
    };

    bool Holds(QueryNode node, IncomingMessage m) => node switch
    {
        QueryNode.And and => and.Parts.All(part => Holds(part, m)),
        QueryNode.Or or => or.Parts.Any(part => Holds(part, m)),
        QueryNode.Not not => !Holds(not.Part, m),
        QueryNode.Text text => Text(text, m),
        QueryNode.System system => Is(system.Term, m.Labels, m),
        QueryNode.Label label => m.Labels.Any(l => Fold(l) == Fold(label.Name)),
        QueryNode.MessageId id => m.MessageId == id.Value,
        QueryNode.Size size => size.Larger ? m.Size > size.Octets : m.Size < size.Octets,
        QueryNode.Date { Instant: { } instant } date => date.After ? m.Date >= instant : m.Date < instant,
        QueryNode.Date date => date.After == (Local(m.Date) >= LocalDate.FromDateOnly(date.Day!.Value)),
        QueryNode.Age { Unit: 'h' } age => age.Older == (m.Date < now.AddHours(-age.Count)),
        QueryNode.Age age => age.Older == (Local(m.Date) < Back(Local(now), age)),
        _ => throw new InvalidOperationException(),
    };

    static LocalDate Back(LocalDate today, QueryNode.Age age) => age.Unit switch
    {
        'd' => today.PlusDays(-age.Count),
        'w' => today.PlusWeeks(-age.Count),
        'm' => today.PlusMonths(-age.Count),
        _ => today.PlusYears(-age.Count),
    };

    LocalDate Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).Date;

    static string Fold(string label) => string.Join('-', label.Split([' ', '/', '_'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    static bool Is(SystemTerm term, IReadOnlyList<string> labels, IncomingMessage m) => term switch
    {
        SystemTerm.Inbox => labels.Contains("INBOX"),
        SystemTerm.Sent => labels.Contains("SENT"),
        SystemTerm.Drafts => labels.Contains("DRAFT"),
        SystemTerm.Trash => labels.Contains("TRASH"),
        SystemTerm.Spam => labels.Contains("SPAM"),
        SystemTerm.Anywhere => true,
        SystemTerm.Archive => !labels.Any(l => l is "INBOX" or "SENT" or "DRAFT" or "TRASH" or "SPAM"),
        SystemTerm.Unread => labels.Contains("UNREAD"),
        SystemTerm.Read => !labels.Contains("UNREAD"),
        SystemTerm.Starred => labels.Contains("STARRED"),
        SystemTerm.Important => labels.Contains("IMPORTANT"),
        SystemTerm.Attachment => m.Attachments.Count > 0,
        SystemTerm.UserLabels => labels.Any(l => !SystemLabels.All.Contains(l)),
        SystemTerm.NoUserLabels => labels.All(SystemLabels.All.Contains),
        SystemTerm.Primary => !labels.Any(l => l is "CATEGORY_SOCIAL" or "CATEGORY_PROMOTIONS" or "CATEGORY_UPDATES" or "CATEGORY_FORUMS"),
        SystemTerm.Social => labels.Contains("CATEGORY_SOCIAL"),
        SystemTerm.Promotions => labels.Contains("CATEGORY_PROMOTIONS"),
        SystemTerm.Updates => labels.Contains("CATEGORY_UPDATES"),
        SystemTerm.Forums => labels.Contains("CATEGORY_FORUMS"),
    };

    bool Text(QueryNode.Text text, IncomingMessage m)
    {
        var address = text.Value == "me" ? ownAddress : text.Value;
        var mailboxes = text.Field switch
        {
            TextField.From => [m.From],
            TextField.To => m.To,
            TextField.Cc => m.Cc,
            TextField.Bcc => m.Bcc,
            _ => null,
        };
        if (mailboxes is not null && address.Contains('@', StringComparison.Ordinal))
            return mailboxes.Any(a => address[0] == '@' ? a.Email.EndsWith(address, StringComparison.OrdinalIgnoreCase) : a.Email.Equals(address, StringComparison.OrdinalIgnoreCase));
        var words = Split(text.Value);
        IEnumerable<string> places = text.Field switch
        {
            TextField.Subject => [m.Subject],
            TextField.List => [m.ListId ?? ""],
            TextField.FileName => m.Attachments.Select(a => a.FileName),
            TextField.Any => [m.Subject, m.Text, .. m.Attachments.Select(a => a.FileName), .. new[] { m.From }.Concat(m.To).Concat(m.Cc).Concat(m.Bcc).Select(Written)],
            _ => mailboxes!.Select(Written),
        };
        // The database keeps the words of each address field apart, and the order of words for all recipients together: a phrase in Cc serves a search in To that has its words.
        return text.Field switch
        {
            TextField.List => words.All(word => places.Any(place => Split(place).Contains(word))),
            TextField.To or TextField.Cc or TextField.Bcc when words.Length > 1 =>
                words.All(word => places.Any(place => Split(place).Contains(word))) && m.To.Concat(m.Cc).Concat(m.Bcc).Any(a => Follows(Split(Written(a)), words)),
            _ => places.Any(place => Follows(Split(place), words)),
        };
    }

    static string Written(MailAddress a) => $"{a.Name} {a.Email}";

    string[] Split(string text) => [.. text.ToLowerInvariant().Split([.. text.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries).Select(stem)];

    static bool Follows(string[] text, string[] words) =>
        Enumerable.Range(0, Math.Max(0, text.Length - words.Length + 1)).Any(at => text.AsSpan(at, words.Length).SequenceEqual(words));
}
