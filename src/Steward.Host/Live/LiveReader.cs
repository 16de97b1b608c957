using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Host.Live;

/// <summary>
/// Reads a person's live events for one connection, each exactly once and in order: numbers are gapless and follow commit order, and a reader only ever asks for what
/// comes after the last one that it handed out. Wake-ups decide when it looks, never what it finds.
/// </summary>
sealed class LiveReader(LiveWakeups wakeups, IServiceScopeFactory scopes, TimeProvider clock)
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    const int BatchSize = 200;

    /// <param name="after">The last number that the client has; null: only what is new. A number beyond the newest (another database) means the newest.</param>
    /// <param name="session">The browser's session, if it is one: after the event of its end nothing more comes.</param>
    /// <returns>Events, and null after each <see cref="Silence"/> in which there was none. Ends by cancellation, or with the session.</returns>
    public async IAsyncEnumerable<LiveMessage?> ReadAsync(Guid personId, Guid? session, long? after, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var subscription = wakeups.Subscribe(personId);
        var newest = await NewestAsync(personId, cancel);
        var last = Math.Min(after ?? newest, newest);
        // Looked at after the newest number: a session that ends from here on ends with an event that is seen below.
        if (session is { } id && !await IsOpenAsync(personId, id, cancel))
            yield break;
        while (true)
        {
            IReadOnlyList<LiveMessage> batch;
            do
            {
                batch = await NextAsync(personId, last, cancel);
                foreach (var message in batch)
                {
                    last = message.Seq;
                    yield return message;
                    if (message.Type == Sessions.EndedEvent && session is not null && message.SubjectId == session)
                        yield break;
                }
            }
            while (batch.Count == BatchSize);
            if (!await subscription.WaitAsync(Silence, clock, cancel))
                yield return null;
        }
    }

    async Task<bool> IsOpenAsync(Guid personId, Guid session, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Sessions>().IsOpenAsync(personId, session, cancel);
    }

    async Task<long> NewestAsync(Guid personId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        return (await db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM platform.live_cursors WHERE person_id = {personId}").ToListAsync(cancel)).FirstOrDefault();
    }

    async Task<IReadOnlyList<LiveMessage>> NextAsync(Guid personId, long last, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var rows = await db.Set<LiveEvent>().AsNoTracking().Where(e => e.PersonId == personId && e.Seq > last).OrderBy(e => e.Seq).Take(BatchSize).ToListAsync(cancel);
        return [.. rows.Select(LiveMessage.Of)];
    }
}
