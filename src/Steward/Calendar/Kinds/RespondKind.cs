using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>The answer in the person's own calendar. Telling the organiser is a mail, and so a proposal of its own: what reaches others is approved as what reaches others.</summary>
sealed class RespondKind : IActionKind
{
    public string Name => CalendarActions.Respond;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public AccountAccess? Needs => AccountAccess.ChangeCalendar;
    public Type PayloadType => typeof(RespondPayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var respond = (RespondPayload)payload;
        var found = await EventSubject.FindAsync(subject, respond.EventId, respond.OriginalStart, services, cancel);
        if (found.Error is { } missing)
            return missing;
        var before = found.Value.Event;
        var own = await OwnAnswer.AddressesAsync(services.GetRequiredService<StewardDbContext>(), subject.PersonId, cancel);
        var after = OwnAnswer.Apply(before, respond.Response, own);
        if (after.Error is { } wrong)
            return wrong;
        var was = OwnAnswer.Of(before, own)!.Response;
        if (was == respond.Response)
            return Error.Refused("nothing_to_change", $"You have {Words(was)} “{before.Summary}” already.");
        var accepts = respond.Response != ResponseStatus.Declined;
        return new ActionPreview
        {
            Title = $"{Verb(respond.Response)} “{before.Summary}”",
            Target = found.Value.Target,
            Changes = [new FieldChange("response", Words(was), Words(respond.Response)), .. When(before)],
            Risks = accepts ? [.. await Conflicts.FindAsync(subject.PersonId, after.Value, before.Uid, services, cancel), .. PastEvents.Risks(before, services)] : [],
            Notes = [.. found.Value.Extent("answered"), Told(before, own, found.Value.Account.Provider)],
        };
    }

    /// <summary>The time stays; it is shown because it is what one decides by.</summary>
    static IEnumerable<FieldChange> When(CalendarEvent e)
    {
        yield return new FieldChange("start", EventDiff.Show(e.Start), EventDiff.Show(e.Start), ChangeFormat.Time);
        yield return new FieldChange("end", EventDiff.Show(e.End), EventDiff.Show(e.End), ChangeFormat.Time);
    }

    static string Told(CalendarEvent e, IReadOnlySet<string> own, string provider) => e.Attendees.FirstOrDefault(a => a.Organizer && !own.Contains(a.Email)) is { } organiser
        ? provider == "google" ? $"Google shows your answer in the calendar of {organiser.Name ?? organiser.Email}, and sends no mail about it."
        : $"This changes your own calendar only. {organiser.Name ?? organiser.Email} hears of it by the mail that is proposed beside it, and not otherwise."
        : "This changes your own calendar only: the event names no organiser who could be told.";

    internal static string Verb(ResponseStatus response) => response switch
    {
        ResponseStatus.Accepted => "Accept",
        ResponseStatus.Declined => "Decline",
        ResponseStatus.Tentative => "Tentatively accept",
        ResponseStatus.NeedsAction => "Answer",
    };

    static string Words(ResponseStatus response) => response switch
    {
        ResponseStatus.Accepted => "accepted",
        ResponseStatus.Declined => "declined",
        ResponseStatus.Tentative => "tentatively accepted",
        ResponseStatus.NeedsAction => "not answered",
    };
}
