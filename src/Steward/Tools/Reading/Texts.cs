using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Summaries;

namespace Steward.Tools.Reading;

/// <summary>Messages as texts to be read: what each sender wrote, without quoted history, and the names of attachments.</summary>
static class Texts
{
    public static TextToRead Of(Message message) => new(
        new SourceRef("message", message.Summary.Id.ToString(), $"{NameOf(message)}: {message.Summary.Subject}"), NameOf(message), message.Summary.Subject, message.Summary.Date,
        MailText.Own(message.Text) + (message.Attachments.Count == 0 ? "" : $"\n[attached: {string.Join(", ", message.Attachments.Select(a => a.FileName))}]"));

    static string NameOf(Message message) => message.Summary.From.Name ?? message.Summary.From.Email;
}
