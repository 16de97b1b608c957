using System.Net;
using System.Text.Json;
using Steward.Items;
using Steward.Mail;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Keeps a Gmail mailbox mirrored. First the past, newest first and a page at a time, with what changes meanwhile taken over in between; then only what Gmail's history
/// tells. When Gmail has forgotten the history, the mailbox is compared as a whole, without fetching again what is here.
/// </summary>
sealed class GmailSync(GmailClient gmail, GmailFetch fetch, GmailLabelNames names, GmailChanges changes, MirrorMail mirror, FindMirrored mirrored, TimeProvider clock) : ISyncSource
{
    static readonly TimeSpan BetweenChanges = TimeSpan.FromSeconds(20), BetweenLabels = TimeSpan.FromMinutes(10);

    public string Provider => "google";
    public string Resource => "mail";

    public Task<SyncStep> NextAsync(SyncAccount account, JsonElement? cursor, CancellationToken cancel) => GoogleProblems.ForSyncAsync(async () =>
    {
        var mailbox = new Mailbox(account.PersonId, account.AccountId, Provider, account.Address);
        if (cursor is not { } json)
            return await BeginAsync(mailbox, again: false, cancel);
        var at = json.Deserialize<GmailCursor>(Platform.Json.Options) ?? throw new JsonException("A cursor is null.");
        if (clock.GetUtcNow() - at.LabelsAt > BetweenLabels)
            return await LabelsAsync(mailbox, at, cancel);
        if (!at.Listed && clock.GetUtcNow() - at.HistoryAt < BetweenChanges)
            return await PastAsync(mailbox, at, cancel);
        return await ChangesAsync(mailbox, at, cancel);
    });

    /// <summary>The history is remembered before anything is listed, so that no change falls between.</summary>
    async Task<SyncStep> BeginAsync(Mailbox mailbox, bool again, CancellationToken cancel)
    {
        var profile = await gmail.GetProfileAsync(mailbox.AccountId, cancel);
        var now = clock.GetUtcNow();
        return await LabelsAsync(mailbox, new GmailCursor(profile.HistoryId, false, null, again, 0, profile.MessagesTotal, now, now), cancel);
    }

    async Task<SyncStep> LabelsAsync(Mailbox mailbox, GmailCursor at, CancellationToken cancel)
    {
        var labels = GmailLabels.Names(await gmail.GetLabelsAsync(mailbox.AccountId, cancel));
        return Step(at with { LabelsAt = clock.GetUtcNow() }, true, token => mirror.NameLabelsAsync(mailbox, labels, token));
    }

    async Task<SyncStep> PastAsync(Mailbox mailbox, GmailCursor at, CancellationToken cancel)
    {
        GmailMessageList page;
        try
        {
            page = await gmail.ListMessagesAsync(mailbox.AccountId, null, everywhere: true, at.Page, GoogleBatch.Largest, cancel);
        }
        catch (GoogleException e) when (e.Status == HttpStatusCode.BadRequest && at.Page is not null)
        {
            return Step(at with { Page = null, Done = 0 }, true, _ => Task.FromResult(0)); // the page's name has grown too old: from the beginning, where nothing is fetched twice
        }
        var ids = (page.Messages ?? []).Select(m => m.Id).ToList();
        var known = (await mirrored.ByRemoteIdsAsync(mailbox, ids, cancel)).Select(m => m.Remote.Id).ToHashSet(StringComparer.Ordinal);
        var whole = await fetch.MessagesAsync(mailbox.AccountId, at.Again ? ids : ids.FindAll(id => !known.Contains(id)), cancel);
        var fresh = await fetch.ReadAsync(mailbox.AccountId, whole, await names.ForAsync(mailbox, whole.Select(m => m.LabelIds), cancel), cancel);
        var last = page.NextPageToken is null;
        var gone = last && at.Again ? await changes.GoneAsync(mailbox, cancel) : [];
        var next = at with { Page = page.NextPageToken, Listed = last, Again = at.Again && !last, Done = at.Done + ids.Count };
        return Step(next, true, async token => await mirror.StoreAsync(mailbox, fresh, token) + await mirror.RemoveAsync(mailbox, gone, token));
    }

    async Task<SyncStep> ChangesAsync(Mailbox mailbox, GmailCursor at, CancellationToken cancel)
    {
        GmailChangeSet found;
        try
        {
            found = await changes.SinceAsync(mailbox, at.History, cancel);
        }
        catch (GoogleException e) when (e.NotFound)
        {
            return await BeginAsync(mailbox, again: true, cancel);
        }
        return Step(at with { History = found.History, HistoryAt = clock.GetUtcNow() }, !at.Listed || found.More, token => changes.ApplyAsync(mailbox, found, token));
    }

    static SyncStep Step(GmailCursor next, bool more, Func<CancellationToken, Task<int>> apply) => new()
    {
        Cursor = Platform.Json.ToElement(next), ApplyAsync = apply, More = more, First = !next.Listed, Done = next.Listed ? next.Total ?? next.Done : next.Done, Total = next.Total,
    };
}
