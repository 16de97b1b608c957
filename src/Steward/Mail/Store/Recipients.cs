using System.Text.Json;
using Steward.Platform;

namespace Steward.Mail.Store;

/// <summary>The column <c>recipients</c> of a message. Stored: members are only ever added.</summary>
sealed record Recipients
{
    public IReadOnlyList<MailAddress> To { get; init; } = [];
    public IReadOnlyList<MailAddress> Cc { get; init; } = [];
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    public static Recipients Of(IncomingMessage message) => new() { To = Clean(message.To), Cc = Clean(message.Cc), Bcc = Clean(message.Bcc), ReplyTo = Clean(message.ReplyTo) };

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public static Recipients Read(string json) => JsonSerializer.Deserialize<Recipients>(json, Json.Options) ?? new();

    static IReadOnlyList<MailAddress> Clean(IReadOnlyList<MailAddress> list) =>
        [.. list.Select(m => new MailAddress(m.Name is null ? null : VisibleText.CleanLine(m.Name), VisibleText.CleanLine(m.Email)))];
}
