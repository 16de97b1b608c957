using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Steward.Platform;

namespace Steward.Mail.Store;

/// <summary>A message as it will stand in the database: cleaned, with its ids, and with what its thread and search need.</summary>
sealed class NewMessage
{
    const int LongestId = 500, MostReferences = 100;

    public required Guid Id { get; init; }
    public required IncomingMessage Source { get; init; }
    public required string MessageId { get; init; }
    public required string? InReplyTo { get; init; }
    public required string[] References { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string[] Labels { get; init; }
    public required BaseSubject BaseSubject { get; init; }
    public Guid ThreadId { get; set; }

    /// <summary>What its provider calls it; null for Local mail.</summary>
    public RemoteName? Remote { get; init; }

    /// <summary>Null for what Steward itself wrote and never had as octets: drafts.</summary>
    public byte[]? RawSha256 => Source.RawSha256.Length == 0 ? null : Source.RawSha256;

    public Threadable Threadable => new(MessageId, InReplyTo is null ? References : [.. References, InReplyTo], BaseSubject, Date);

    public static NewMessage Of(Guid id, IncomingMessage source, RemoteName? remote = null)
    {
        var subject = Cut(VisibleText.CleanLine(source.Subject), 2000);
        return new NewMessage
        {
            Id = id,
            Source = source,
            MessageId = Key(source.MessageId) ?? $"{(source.RawSha256.Length == 0 ? id.ToString("n") : Convert.ToHexStringLower(source.RawSha256))}@no-message-id.invalid",
            InReplyTo = Key(source.InReplyTo),
            References = [.. source.References.Skip(source.References.Count - MostReferences).Select(Key).OfType<string>().Distinct(StringComparer.Ordinal)],
            Subject = subject,
            Text = VisibleText.Clean(source.Text),
            Date = new DateTimeOffset(source.Date.UtcTicks / 10 * 10, TimeSpan.Zero),
            Labels = [.. source.Labels.Select(label => Cut(VisibleText.CleanLine(label), 200)).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal)],
            BaseSubject = BaseSubject.Of(subject),
            Remote = remote,
        };
    }

    /// <summary>First words of the text, whitespace folded, at most 200 characters.</summary>
    public string Snippet()
    {
        var snippet = new StringBuilder(200);
        foreach (var c in Text)
        {
            if (snippet.Length >= 200)
                break;
            if (!char.IsWhiteSpace(c))
                snippet.Append(c);
            else if (snippet.Length > 0 && snippet[^1] != ' ')
                snippet.Append(' ');
        }
        return Cut(snippet.ToString().TrimEnd(), 200);
    }

    /// <summary>Pictures that the HTML shows in its place are no attachments to a reader.</summary>
    public bool HasAttachments => Source.Attachments.Any(a => Source.Html is null || a.ContentId is null || !a.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase));

    /// <summary>A Message-ID as it is compared. One too long for an index is replaced by its hash: still the same for the same id.</summary>
    static string? Key(string? id)
    {
        var key = VisibleText.CleanLine(id ?? "").Trim('<', '>', ' ');
        return key.Length == 0 ? null : key.Length <= LongestId ? key
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + "@long-message-id.invalid";
    }

    /// <summary>Never in the middle of a surrogate pair, which PostgreSQL would refuse.</summary>
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>Text that the database can hold, otherwise as it is: HTML is kept as it came.</summary>
    internal static string? Storable(string? text)
    {
        if (text is null || !text.Any(c => c == '\0' || char.IsSurrogate(c)))
            return text;
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // unpaired surrogates come as U+FFFD
        {
            if (rune.Value != 0)
                storable.Append(CultureInfo.InvariantCulture, $"{rune}");
        }
        return storable.ToString();
    }
}
