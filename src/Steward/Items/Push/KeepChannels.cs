using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Items.Syncing;
using Steward.Platform;

namespace Steward.Items.Push;

/// <summary>
/// Keeps a channel open for all that providers tell of by themselves, where Steward has a public https address; renews each a day before it ends, and closes what is no longer needed. Two nodes that
/// do it at once open two channels, of which one is closed the next time. Nothing depends on it: what is not told is polled.
/// </summary>
sealed class KeepChannels(StewardDbContext db, IEnumerable<IPushSource> sources, ConnectOptions options, Ids ids, TimeProvider clock, ILogger<KeepChannels> log) : IDueWork
{
    static readonly TimeSpan Ahead = TimeSpan.FromDays(1), UntilNextTry = TimeSpan.FromHours(1);

    public static TimeSpan Every => TimeSpan.FromMinutes(2);

    public static string Due => "channels on which providers tell of changes";

    /// <returns>How many were opened.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (options.PublicUrl is not { Scheme: "https" } here)
            return 0;
        var opened = 0;
        foreach (var source in sources)
        {
            var url = new Uri(here, $"/api/v1/items/push/{source.Provider}");
            var accounts = await db.Set<Sync>().Where(s => s.Resource == source.Resource && s.Phase == SyncPhase.Steady)
                .Join(db.Set<LinkedAccount>().Where(a => a.Provider == source.Provider && a.Health == AccountHealth.Ok), s => s.AccountId, a => a.Id, (_, a) => new SyncAccount(a.PersonId, a.Id, a.Address)).ToListAsync(cancel);
            foreach (var account in accounts)
                opened += await KeepAsync(source, account, url, cancel);
        }
        return opened;
    }

    async Task<int> KeepAsync(IPushSource source, SyncAccount account, Uri url, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var topics = await source.TopicsAsync(account, cancel);
        var channels = await db.Set<PushChannel>().AsNoTracking().Where(c => c.AccountId == account.AccountId && c.Resource == source.Resource).ToListAsync(cancel);
        var kept = channels.Where(c => topics.Contains(c.Topic) && c.ExpiresAt > (c.RemoteId is null ? now : now + Ahead)).GroupBy(c => c.Topic, StringComparer.Ordinal)
            .Select(g => g.MaxBy(c => (c.RemoteId is not null, c.ExpiresAt))!).ToList();
        var opened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var topic in topics.Except(kept.Select(c => c.Topic), StringComparer.Ordinal))
        {
            if (await OpenAsync(source, account, topic, url, cancel))
                opened.Add(topic);
        }
        // One that still works goes only when another does in its place.
        foreach (var old in channels.Except(kept).Where(c => c.ExpiresAt <= now || !topics.Contains(c.Topic) || opened.Contains(c.Topic) || kept.Exists(k => k.Topic == c.Topic)))
            await CloseAsync(source, account, old, cancel);
        return opened.Count;
    }

    async Task<bool> OpenAsync(IPushSource source, SyncAccount account, string topic, Uri url, CancellationToken cancel)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var id = ids.New().ToString("n");
        db.Add(new PushChannel
        {
            Id = id, AccountId = account.AccountId, PersonId = account.PersonId, Resource = source.Resource, Topic = topic, TokenDigest = Digest(token), ExpiresAt = clock.GetUtcNow() + UntilNextTry,
        });
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        try
        {
            var channel = await source.OpenAsync(account, topic, new(id, url, token), cancel);
            await db.Set<PushChannel>().Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.RemoteId, channel.RemoteId).SetProperty(c => c.ExpiresAt, channel.ExpiresAt), cancel);
            return true;
        }
        catch (SyncException e)
        {
            log.LogInformation("No channel for {Resource} of account {Account}: {Reason}; it is polled", source.Resource, account.AccountId, e.Code);
            return false;
        }
    }

    async Task CloseAsync(IPushSource source, SyncAccount account, PushChannel channel, CancellationToken cancel)
    {
        try
        {
            if (channel.RemoteId is { } remote && channel.ExpiresAt > clock.GetUtcNow())
                await source.CloseAsync(account, channel.Id, remote, cancel);
        }
        catch (SyncException)
        {
            // it ends by itself, and what it tells until then is not listened to
        }
        await db.Set<PushChannel>().Where(c => c.Id == channel.Id).ExecuteDeleteAsync(cancel);
    }

    internal static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
