using Steward.Mail;
using Steward.Platform;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Brings snoozed messages back at Gmail when their time has come, which is what was approved with the snooze: into the inbox, unread, there first and then here. Asked for
/// twice it changes nothing the second time; what Gmail cannot be asked for now is asked for at the next tick.
/// </summary>
sealed class ReturnSnoozedGmail(GmailClient gmail, GmailLabelNames names, MirrorMail mirror, FindMirrored mirrored, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromSeconds(20);

    public static string Due => "snoozed mail at Google";

    const int AtOnce = 100;

    /// <returns>How many came back.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var returned = 0;
        foreach (var account in (await mirrored.DueAsync("google", clock.GetUtcNow(), AtOnce, cancel)).GroupBy(due => due.Mailbox))
        {
            try
            {
                foreach (var (mailbox, message) in account)
                    returned += await ReturnAsync(mailbox, message, cancel);
            }
            catch (GoogleException)
            {
                // one account's trouble is not another's; its sync tells the person
            }
        }
        return returned;
    }

    async Task<int> ReturnAsync(Mailbox mailbox, string message, CancellationToken cancel)
    {
        try
        {
            await gmail.ModifyAsync(mailbox.AccountId, message, [SystemLabels.Inbox, SystemLabels.Unread], [], cancel);
            var now = await gmail.GetMinimalAsync(mailbox.AccountId, message, cancel);
            await mirror.ReturnAsync(mailbox, new(message, now.HistoryId, (await names.ForAsync(mailbox, [now.LabelIds], cancel)).NamesOf(now.LabelIds)), cancel);
            return 1;
        }
        catch (GoogleException e) when (e.NotFound)
        {
            await mirror.RemoveAsync(mailbox, [message], cancel);
            return 0;
        }
    }
}
