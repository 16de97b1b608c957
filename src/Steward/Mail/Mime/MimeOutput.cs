using System.Text;

namespace Steward.Mail.Mime;

/// <summary>Header fields and lines of a message being written. Callers have made sure that no value holds CR, LF or NUL.</summary>
sealed class MimeOutput
{
    const int Fold = 76;
    readonly MemoryStream bytes = new();

    public byte[] ToArray() => bytes.ToArray();

    public void Line(string text = "")
    {
        bytes.Write(Encoding.UTF8.GetBytes(text));
        bytes.Write("\r\n"u8);
    }

    public void Bytes(ReadOnlySpan<byte> data) => bytes.Write(data);

    /// <summary>A structured field whose words may be folded at their spaces; used for values that are ASCII without spaces of meaning.</summary>
    public void Raw(string name, string value) => Words(name, value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>An unstructured field (RFC 5322 §2.2.1); anything that could be read differently goes into encoded words.</summary>
    public void Text(string name, string value)
    {
        if (value.Length == 0)
            Line($"{name}:");
        else if (IsPlain(value))
            Words(name, value.Split(' '));
        else
            Words(name, EncodedWords.Encode(value, Fold - 1));
    }

    public void Address(string name, IReadOnlyList<MailAddress> addresses)
    {
        var words = new List<string>();
        for (var i = 0; i < addresses.Count; i++)
        {
            words.AddRange(AddressWords(addresses[i]));
            if (i < addresses.Count - 1)
                words[^1] += ",";
        }
        if (words.Count > 0)
            Words(name, words);
    }

    void Words(string name, IReadOnlyList<string> words)
    {
        var line = new StringBuilder(name).Append(':');
        foreach (var word in words)
        {
            if (line.Length + 1 + word.Length > Fold && line.Length > name.Length + 1)
            {
                Line(line.ToString());
                line.Clear();
            }
            line.Append(' ').Append(word);
        }
        Line(line.ToString());
    }

    static IEnumerable<string> AddressWords(MailAddress address)
    {
        if (string.IsNullOrWhiteSpace(address.Name))
            return [address.Email];
        var name = address.Name.All(c => c is >= ' ' and < (char)127) && address.Name.Length <= 200 && !address.Name.Contains("=?", StringComparison.Ordinal)
            ? [MailAddresses.QuotePhrase(address.Name)]
            : EncodedWords.Encode(address.Name, Fold - 1);
        return name.Append($"<{address.Email}>");
    }

    /// <summary>Unfolding gives back exactly this text: single inner spaces, short words, nothing that looks like an encoded word.</summary>
    static bool IsPlain(string text) =>
        text.All(c => c is >= ' ' and < (char)127) && !text.Contains("=?", StringComparison.Ordinal) && !text.Contains("  ", StringComparison.Ordinal)
        && text[0] != ' ' && text[^1] != ' ' && text.Split(' ').All(word => word.Length <= 500);
}
