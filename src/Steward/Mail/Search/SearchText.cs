using Steward.Platform;

namespace Steward.Mail.Search;

/// <summary>
/// What is indexed of a message, as words. <see cref="Gap"/> stands between what is not neighbours (two recipients, two fields), so that no phrase
/// reaches across; the database keeps its place and drops it.
/// </summary>
sealed record SearchText(string Subject, string From, string To, string Cc, string Bcc, string List, string Files, string Body, string[] Exact)
{
    internal const string Gap = "xgapx";

    /// <summary>Words further on in a long text are not indexed: PostgreSQL's vectors end at 1 MB.</summary>
    const int BodyIndexed = 150_000, HeaderIndexed = 20_000;

    public static SearchText Of(IncomingMessage message) => new(
        Words.Of(message.Subject, HeaderIndexed),
        Mailboxes([message.From]), Mailboxes(message.To), Mailboxes(message.Cc), Mailboxes(message.Bcc),
        Gapped(Words.Of(message.ListId, HeaderIndexed)),
        Bounded(string.Concat(message.Attachments.Select(a => Gapped(Words.Of(a.FileName))))),
        Gapped(Words.Of(message.Text, BodyIndexed)),
        [.. Exactly('f', [message.From]), .. Exactly('t', message.To), .. Exactly('c', message.Cc), .. Exactly('b', message.Bcc)]);

    /// <summary>The letter of a field whose addresses are indexed whole.</summary>
    public static char? FieldCode(TextField field) => field switch
    {
        TextField.From => 'f',
        TextField.To => 't',
        TextField.Cc => 'c',
        TextField.Bcc => 'b',
        _ => null,
    };

    /// <summary>What a field's words are prefixed with in the index.</summary>
    public static string Prefix(TextField field) => field switch
    {
        TextField.Subject => "s:",
        TextField.List => "l:",
        TextField.FileName => "n:",
        _ => $"{FieldCode(field)}:",
    };

    /// <summary>A tsquery for one address ("anna@example.com") or one domain ("@example.com").</summary>
    public static string ExactQuery(char code, string address) =>
        $"'{(address[0] == '@' ? $"{code}{address}" : $"{code}={address}").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    static string Mailboxes(IReadOnlyList<MailAddress> list) => Bounded(string.Concat(list.Select(m => Gapped(Words.Of($"{m.Name} {m.Email}")))));

    static string Gapped(string words) => words.Length == 0 ? "" : $" {Gap} {words}";

    static string Bounded(string words) => words.Length <= HeaderIndexed ? words : words[..words.LastIndexOf(' ', HeaderIndexed)];

    static IEnumerable<string> Exactly(char code, IReadOnlyList<MailAddress> list) => list
        .Select(m => VisibleText.CleanLine(m.Email).ToLowerInvariant()).Where(email => email.Length is > 0 and <= 320)
        .SelectMany(email => email.LastIndexOf('@') is >= 0 and var at ? new[] { $"{code}={email}", $"{code}{email[at..]}" } : [$"{code}={email}"])
        .Distinct(StringComparer.Ordinal).Take(1000);
}
