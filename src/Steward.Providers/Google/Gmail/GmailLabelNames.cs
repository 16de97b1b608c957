using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>The names of a mailbox's labels, as they were read last, or read anew when one is not known.</summary>
sealed class GmailLabelNames(GmailClient gmail, MirrorMail mirror, FindMirrored mirrored)
{
    public async Task<GmailLabels> KnownAsync(Mailbox mailbox, CancellationToken cancel) => new(await mirrored.LabelsAsync(mailbox, cancel));

    /// <summary>Names for all of these.</summary>
    public async Task<GmailLabels> ForAsync(Mailbox mailbox, IEnumerable<IReadOnlyList<string>?> ids, CancellationToken cancel)
    {
        var known = await KnownAsync(mailbox, cancel);
        return ids.Any(known.Lacks) ? await AnewAsync(mailbox, cancel) : known;
    }

    public async Task<GmailLabels> AnewAsync(Mailbox mailbox, CancellationToken cancel)
    {
        var names = GmailLabels.Names(await gmail.GetLabelsAsync(mailbox.AccountId, cancel));
        await mirror.NameLabelsAsync(mailbox, names, cancel);
        return new GmailLabels(names);
    }
}
