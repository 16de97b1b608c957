using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Steward.Accounts;
using Steward.Actions;
using Steward.FollowUps.Watching;
using Steward.Mail;
using Steward.Platform;

namespace Steward.FollowUps.Kinds;

/// <summary>What the kinds of follow-ups share: nobody but the person learns of them, and they are taken back.</summary>
abstract class FollowUpKind<TPayload>(string name) : IActionKind
{
    public string Name => name;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public virtual bool Proposable => true;
    public Type PayloadType => typeof(TPayload);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel) => PreviewAsync(subject, (TPayload)payload, services, cancel);

    protected abstract Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, TPayload payload, IServiceProvider services, CancellationToken cancel);

    protected static async Task<string> SayAsync(DateTimeOffset at, Guid personId, IServiceProvider services, CancellationToken cancel)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull((await services.GetRequiredService<PersonSettingsReader>().GetAsync(personId, cancel)).Zone) ?? DateTimeZone.Utc;
        return Instant.FromDateTimeOffset(at).InZone(zone).ToString("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>'['z']'", CultureInfo.InvariantCulture);
    }
}

/// <summary>Waits for an answer. One that has come already leaves nothing to wait for.</summary>
sealed class WaitKind() : FollowUpKind<WaitPayload>(FollowUpActions.Wait)
{
    protected override async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, WaitPayload payload, IServiceProvider services, CancellationToken cancel)
    {
        var made = await services.GetRequiredService<Waiting>().OfAsync(subject, payload, cancel);
        if (made.Error is { } error)
            return error;
        var waiting = made.Value;
        if (waiting.Answer is { } answer)
            return Error.Refused("answered_already", $"{answer.From.Name ?? answer.From.Email} has answered already: “{answer.Subject}”.");
        var who = payload.For.Count == 0 ? "somebody in the conversation" : FollowUpView.Names(payload.For);
        return new ActionPreview
        {
            Title = waiting.Message is { } letter ? $"Wait for an answer of {who} to “{letter.Summary.Subject}”" : $"Wait for mail of {who}",
            Target = new ActionTarget("follow-up", null, null, "New follow-up"),
            Changes =
            [
                new("waitsFor", null, payload.For.Count == 0 ? who : string.Join('\n', payload.For.Select(Show)), ChangeFormat.List),
                .. waiting.Message is { } message ? new[] { new FieldChange("about", null, $"“{message.Summary.Subject}”, {message.Summary.Date.UtcDateTime.ToString("d MMMM", CultureInfo.InvariantCulture)}") } : [],
                new("due", null, await SayAsync(payload.Due, subject.PersonId, services, cancel), ChangeFormat.Time),
            ],
            Notes = ["When no answer has come by then, you are told, and a mail that asks again is proposed to you. Nothing is sent without your approval.",
                .. waiting.Message is null ? new[] { "No mail of yours waits there yet: any mail from there counts as the answer." } : []],
        };
    }

    static string Show(MailAddress address) => string.IsNullOrEmpty(address.Name) ? address.Email : $"{address.Name} <{address.Email}>";
}

sealed class CancelFollowUpKind() : FollowUpKind<CancelFollowUpPayload>(FollowUpActions.Cancel)
{
    protected override async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, CancelFollowUpPayload payload, IServiceProvider services, CancellationToken cancel)
    {
        var row = await services.GetRequiredService<StewardDbContext>().Set<FollowUp>().AsNoTracking()
            .FirstOrDefaultAsync(f => f.Id == payload.FollowUpId && f.PersonId == subject.PersonId && f.AccountId == subject.AccountId, cancel);
        if (row is null)
            return Error.NotFound("follow-up");
        var who = FollowUpView.Names(row.WaitsFor);
        if (row.State != FollowUpState.Waiting)
            return Error.Refused("nothing_to_change", $"Nothing waits for {who} there any more.");
        return new ActionPreview
        {
            Title = $"Stop waiting for {who}",
            Target = new ActionTarget("follow-up", row.Id.ToString(), row.Revision.ToString(CultureInfo.InvariantCulture), row.Subject is { } subjectLine ? $"Follow-up of “{subjectLine}”" : $"Follow-up of {who}"),
            Changes = [new("state", "waiting", "cancelled"), new("due", await SayAsync(row.DueAt, subject.PersonId, services, cancel), null, ChangeFormat.Time)],
        };
    }
}

sealed class RestoreFollowUpKind() : FollowUpKind<RestoreFollowUpPayload>(FollowUpActions.Restore)
{
    public override bool Proposable => false;

    protected override Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, RestoreFollowUpPayload payload, IServiceProvider services, CancellationToken cancel) => Task.FromResult<Result<ActionPreview>>(
        new ActionPreview { Title = payload.Waiting ? "Wait again" : "Take the follow-up back", Target = new ActionTarget("follow-up", payload.FollowUpId.ToString(), null, "Follow-up"), Changes = [new("state", null, payload.Waiting ? "waiting" : null)] });
}
