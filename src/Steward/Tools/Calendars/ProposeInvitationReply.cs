using System.ComponentModel;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeInvitationReplyArguments
{
    public required Guid EventId { get; init; }
    public required Guid AccountId { get; init; }
    public EventTime? OriginalStart { get; init; }
    [Description("accepted, declined or tentative: what was answered in the calendar.")]
    public required ResponseStatus Response { get; init; }
    [Description("A word to the organiser, in the user's own words.")]
    public string? Comment { get; init; }
}

/// <summary>
/// The mail that tells the organiser of an answer that stands in the person's calendar: readable for people, and with an iTIP REPLY (RFC 5546, 6047) for calendars. An
/// answer that was not recorded, because its own proposal was rejected, is not told.
/// </summary>
sealed class ProposeInvitationReply(CalendarDirectory directory, PersonPorts ports) : ITool
{
    public string Name => "calendar.propose-invitation-reply";
    public string Description => "Proposes the mail that tells the organiser of an event what the user has answered.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => MailActions.Send;
    public Type ArgumentsType => typeof(ProposeInvitationReplyArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeInvitationReplyArguments)call.Arguments;
        if (await directory.FindAsync(call.PersonId, arguments.AccountId, cancel) is not { } account)
            return Error.NotFound("account");
        if (await directory.ReaderOf(account).GetEventAsync(account, arguments.EventId, cancel) is not { } existing)
            return Error.NotFound("event");
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;
        var original = Instances.Named(existing, arguments.OriginalStart);
        var e = await Instances.CurrentAsync(directory, account, existing, original, zone, cancel);
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (e.Attendees.FirstOrDefault(a => own.Contains(a.Email)) is not { } self || self.Response != arguments.Response)
            return Error.Refused("not_answered", $"Your answer to “{e.Summary}” was not recorded, so nobody is told of it.");
        if (e.Attendees.FirstOrDefault(a => a.Organizer && !own.Contains(a.Email)) is not { } organiser)
            return Error.Refused("no_organizer", $"“{e.Summary}” names no organiser, so nobody is told.");
        var box = await ports.MailAsync(call.PersonId, arguments.AccountId, cancel);
        if (box.Error is { } noMail)
            return noMail;
        var words = arguments.Response switch { ResponseStatus.Accepted => "Accepted", ResponseStatus.Declined => "Declined", ResponseStatus.Tentative => "Tentative", ResponseStatus.NeedsAction => "Not answered" };
        var comment = string.IsNullOrWhiteSpace(arguments.Comment) ? null : arguments.Comment.Trim();
        var payload = new ComposePayload
        {
            To = [new MailAddress(organiser.Name, organiser.Email)],
            Subject = $"{words}: {e.Summary}",
            Text = comment ?? $"{words}: {e.Summary}, {When.Say(e.Start)}.",
            TypedByPerson = Drafts.Typed(call.Request, [organiser.Email]),
            Calendar = WriteInvitationReply.Write(e, organiser, self, arguments.Response, original, comment, call.Now),
        };
        return Drafts.Of(call, arguments.AccountId, MailActions.Send, payload, $"reply {arguments.EventId} {original}", $"Proposes to tell {organiser.Name ?? organiser.Email}",
            new SourceRef("event", arguments.EventId.ToString(), e.Summary));
    }
}
