using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail.Local;
using Steward.Platform;

namespace Steward.Mail.Actions;

/// <summary>Describes a message that is to be stored or sent: every field whole, everybody whom it reaches, and what is odd about it.</summary>
sealed class ComposePreview(IServiceProvider services)
{
    const int Many = 8, ContactsCompared = 2000;

    public async Task<Result<ActionPreview>> MakeAsync(ActionSubject subject, string kind, ComposePayload payload, CancellationToken cancel)
    {
        var directory = services.GetRequiredService<MailDirectory>();
        if (await directory.FindAsync(subject.PersonId, subject.AccountId, cancel) is not { } mailbox)
            return Error.NotFound("account");
        var made = await ComposedMail.OfAsync(directory.ReaderOf(mailbox), mailbox, kind, payload, cancel);
        if (made.Error is { } error)
            return error;
        var composition = made.Value;
        // The writer refuses whatever could become another header or recipient; better here than after approval.
        var outgoing = composition.ToOutgoing(new MailAddress(null, mailbox.Address), "preview@steward.invalid", DateTimeOffset.UnixEpoch, []);
        if (MimeWriter.Write(outgoing).Error is { } unwritable)
            return unwritable;
        var sends = kind is MailActions.Send or MailActions.Reply or MailActions.Forward;
        var route = sends ? await services.GetRequiredService<MailRoutes>().FindAsync(mailbox, composition, cancel) : new MailRoute([], []);
        if (route.Error is { } unreachable)
            return unreachable;
        var (recipients, risks) = sends ? await RecipientsAsync(mailbox, composition, cancel) : ([], []);
        return new ActionPreview
        {
            Title = composition.Letter is { } letter ? $"Unsubscribe from “{letter.Summary.From.Name ?? letter.Summary.From.Email}” by mail" : $"{Verb(kind)} “{payload.Subject}”",
            Target = composition.Draft is { } draft
                ? new ActionTarget("draft", draft.Summary.Id.ToString(), draft.Summary.Revision, $"Draft “{draft.Summary.Subject}”")
                : new ActionTarget(sends ? "message" : "draft", null, null, recipients.Count > 0 ? $"To {string.Join(", ", payload.To.Select(a => a.Name ?? a.Email))}" : $"New draft “{payload.Subject}”"),
            Changes = Changes(composition, kind == MailActions.UpdateDraft ? composition.Draft : null),
            Recipients = recipients,
            Risks = sends ? [.. risks, .. Oddities(composition), .. composition.Letter is { } leaves ? Unsubscription.Risks(leaves) : []] : [],
            Notes = sends ? Notes(composition, route.Value) : [],
        };
    }

    static string Verb(string kind) => kind switch
    {
        MailActions.Reply => "Reply",
        MailActions.Forward => "Forward",
        MailActions.Send => "Send",
        MailActions.UpdateDraft => "Change the draft",
        _ => "Store the draft",
    };

    static IReadOnlyList<FieldChange> Changes(ComposedMail after, Message? before)
    {
        var payload = after.Payload;
        var changes = new List<FieldChange>();
        List("to", before?.Summary.To, payload.To);
        List("cc", before?.Cc, payload.Cc);
        List("bcc", before?.Bcc, payload.Bcc);
        if (before is null || before.Summary.Subject != payload.Subject)
            changes.Add(new FieldChange("subject", before?.Summary.Subject, payload.Subject));
        if (before is null || before.Text != after.Text)
            changes.Add(new FieldChange("body", before?.Text, after.Text));
        if (payload.Calendar is { } calendar)
            changes.Add(new FieldChange("calendar", null, calendar));
        if (before is null && after.Attachments.Count > 0)
        {
            changes.Add(new FieldChange("attachments", null,
                string.Join('\n', after.Attachments.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Attachment.FileName} ({a.Attachment.ContentType}, {a.Attachment.Size} bytes)"))),
                ChangeFormat.List));
        }
        return changes;

        void List(string field, IReadOnlyList<MailAddress>? old, IReadOnlyList<MailAddress> now)
        {
            var (was, will) = (Lines(old ?? []), Lines(now));
            if (was != will)
                changes.Add(new FieldChange(field, before is null ? null : was, will, ChangeFormat.List));
        }
    }

    static string Lines(IReadOnlyList<MailAddress> list) => string.Join('\n', list.Select(ComposedMail.Show));

    async Task<(IReadOnlyList<ActionRecipient> Recipients, IReadOnlyList<RiskReason> Risks)> RecipientsAsync(Mailbox mailbox, ComposedMail composition, CancellationToken cancel)
    {
        var contacts = services.GetRequiredService<ContactsFromMail>();
        var own = (await services.GetRequiredService<MailDirectory>().ListAsync(mailbox.PersonId, cancel)).Select(m => m.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var written = await contacts.WrittenToAsync(mailbox.PersonId, [.. composition.Recipients.Select(r => r.Address.Email)], cancel);
        var compared = (await contacts.ListAsync(mailbox.PersonId, ContactsCompared, cancel)).Where(c => c.Sent > 0).Select(c => c.Address).ToList();
        var typed = composition.Payload.TypedByPerson.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var thread = composition.Answered is { } answered
            ? new[] { answered.Summary.From }.Concat(answered.Summary.To).Concat(answered.Cc).Select(a => a.Email).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
        var recipients = new List<ActionRecipient>();
        var risks = new List<RiskReason>();
        foreach (var (role, address) in composition.Recipients)
        {
            var email = address.Email;
            var isTyped = typed.Contains(email) || own.Contains(email);
            var known = isTyped || thread.Contains(email) || written.Contains(email) || composition.Letter is not null;
            var source = isTyped ? null
                : composition.Letter is { } letter ? new SourceRef("message", letter.Summary.Id.ToString(), letter.Summary.Subject)
                : composition.Answered is { } from && (thread.Contains(email) || from.ReplyTo.Any(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase)))
                    ? new SourceRef("message", from.Summary.Id.ToString(), from.Summary.Subject) : null;
            recipients.Add(new ActionRecipient(role, email, address.Name, known, isTyped ? Trust.User : Trust.Outside, source));
            if (LookAlikes.Suspicious(email) is { } suspicious)
                risks.Add(new RiskReason(RiskLevel.High, suspicious));
            if (!written.Contains(email) && !own.Contains(email) && LookAlikes.Imitated(email, compared.Concat(own.Select(o => o.ToLowerInvariant()))) is { } imitated)
                risks.Add(new RiskReason(RiskLevel.High, $"{email} is not {imitated}, which you know, but looks like it."));
            else if (known && !written.Contains(email) && !own.Contains(email))
                risks.Add(new RiskReason(RiskLevel.Medium, $"You have not written to {email} before."));
        }
        return (recipients, risks);
    }

    static IEnumerable<RiskReason> Oddities(ComposedMail composition)
    {
        if (composition.Attachments.Count == 0 && MissingAttachment.Mentioned(composition.Payload.Text))
            yield return new RiskReason(RiskLevel.Medium, "The text speaks of an attachment, and there is none.");
        var count = composition.Recipients.Count();
        if (count >= Many)
            yield return new RiskReason(RiskLevel.Medium, $"This goes to {count} people.");
    }

    static IReadOnlyList<string> Notes(ComposedMail composition, MailRoute route)
    {
        var notes = new List<string> { "Sent mail cannot be unsent: it is held for your undo window first." };
        if (route.Relayed.Count > 0)
            notes.Add($"Leaves this Steward through the mail relay: {string.Join(", ", route.Relayed)}.");
        if (composition.Letter is not null)
            notes.Add("It tells the sender that this address gets and reads mail, and whoever is asked may answer by hand.");
        if (composition.Payload.Subject.Trim().Length == 0)
            notes.Add("There is no subject.");
        return notes;
    }
}
