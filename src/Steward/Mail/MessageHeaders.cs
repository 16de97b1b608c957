using Steward.Mail.Mime;

namespace Steward.Mail;

/// <summary>The header fields of a message, unfolded but not decoded further. All of it is outside text, invisible characters included.</summary>
public sealed class MessageHeaders
{
    readonly HeaderFields fields;

    internal MessageHeaders(HeaderFields fields) => this.fields = fields;

    /// <summary>The first field of that name, or null.</summary>
    public string? this[string name] => fields.First(name);

    public bool Has(string name) => fields.First(name) is not null;

    /// <summary>All fields of that name, in order.</summary>
    public IReadOnlyList<string> All(string name) => fields.All(name);
}
