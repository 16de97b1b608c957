namespace Steward.Tests.Injection;

/// <summary>
/// Where an attacker's words can come in. A new one makes the suite fail until evals/injection/surfaces.tsv has it and <see cref="Carriers"/> can bring it in.
/// </summary>
enum Surface
{
    MailBody, HtmlHidden, QuotedHistory, AttachmentText, AttachmentName, DisplayName, Subject, Invitation, CalendarDescription, ContactName, Document, WebPage, ToolResult, Sms,
}
