using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail.Unsubscribing;

/// <summary>
/// Leaves a list by one click (RFC 8058). The address is that of the message and no other: nobody can have Steward POST to an address of their own choosing.
/// Nothing takes it back, and the preview says so.
/// </summary>
sealed class UnsubscribeKind : IActionKind
{
    public string Name => MailActions.Unsubscribe;
    public EffectClass Effect => EffectClass.External;
    public Reversibility Reversibility => Reversibility.Irreversible;
    public Type PayloadType => typeof(UnsubscribePayload);

    public async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var (messageId, address) = (UnsubscribePayload)payload;
        var directory = services.GetRequiredService<MailDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } mailbox)
            return Error.NotFound("account");
        if (await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, messageId, cancel) is not { } message)
            return Error.NotFound("message");
        if (UnsubscribeWays.Of(message).OneClick is not { } way)
            return Error.Refused("no_one_click", $"“{message.Summary.Subject}” does not say how to unsubscribe with one click.");
        if (way.AbsoluteUri != address)
            return Error.Invalid("address", "This is not the address that the message gives for unsubscribing.");
        var from = message.Summary.From;
        var sender = from.Name ?? from.Email;
        var earlier = await services.GetRequiredService<AskedToStop>().LastAsync(subject, ListOf(message), cancel);
        if (earlier is { } asked && asked >= message.Summary.Date)
            return Error.Refused("nothing_to_change", $"“{sender}” was asked on {Day(asked)} to stop, and nothing has come from there since.");
        return new ActionPreview
        {
            Title = $"Unsubscribe from “{sender}”",
            Target = new ActionTarget("message", messageId.ToString(), null, $"“{message.Summary.Subject}” from {sender}"),
            Changes = [new FieldChange("subscription", "subscribed", "asked to stop"), new FieldChange("request", null, $"POST {way.AbsoluteUri}\nList-Unsubscribe=One-Click")],
            Recipients = [new ActionRecipient("web", way.IdnHost, sender, Known: true, Trust.Outside, new SourceRef("message", messageId.ToString(), message.Summary.Subject))],
            Risks = [.. Risks(way, message)],
            Notes =
            [
                $"One request goes to {UnsubscribeWays.Readable(way.IdnHost)}, without cookies; it tells that this address gets and reads mail. The letter’s signature was not checked.",
                "This cannot be taken back here: to get the letters again, subscribe with the sender.",
                .. earlier is { } before ? new[] { $"You asked the same on {Day(before)}, and letters still came." } : [],
            ],
        };
    }

    static IEnumerable<RiskReason> Risks(Uri way, Message message)
    {
        if (message.Summary.Labels.Contains(SystemLabels.Spam))
            yield return new(RiskLevel.High, "This letter lies in spam. Unsubscribing tells the sender that your address is read, and can bring more of it.");
        if (way.IdnHost.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            yield return new(RiskLevel.High, $"The address is written in letters that can imitate others: {UnsubscribeWays.Readable(way.IdnHost)}.");
        var domain = message.Summary.From.Email.Split('@')[^1];
        if (!UnsubscribeWays.SameSite(way.IdnHost, domain))
            yield return new(RiskLevel.Medium, $"The request goes to {UnsubscribeWays.Readable(way.IdnHost)}, not to {domain}: many senders leave their lists to a service, but it need not be one.");
    }

    /// <summary>What the person leaves: the list by its own id, else the sender.</summary>
    internal static string ListOf(Message message) => (message.ListId ?? message.Summary.From.Email).ToLowerInvariant();

    static string Day(DateTimeOffset at) => at.ToString("d MMMM", CultureInfo.InvariantCulture);
}
