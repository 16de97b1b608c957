using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Steward.Platform;

/// <summary>
/// Keeps what something had to wait for outside, so that its person sees it while it lasts and can look at it later. Each wait is written when it begins, beside whoever waits: on a connection of
/// its own, and what cannot be written delays and breaks nothing. Kept for thirty days.
/// </summary>
public sealed class WaitLog(IServiceScopeFactory scopes, TimeProvider clock, ILogger<WaitLog> log)
{
    /// <inheritdoc cref="Watch(Guid, Func{StewardDbContext, Task{Guid}})"/>
    /// <param name="subjectId">What waits: a run, or a change that belongs to none.</param>
    public IDisposable Watch(Guid personId, Guid subjectId) => Watch(personId, _ => Task.FromResult(subjectId));

    /// <summary>Keeps every wait of what is called until the end of the scope.</summary>
    /// <param name="subject">Finds what waits; asked only when something does, which is rare.</param>
    public IDisposable Watch(Guid personId, Func<StewardDbContext, Task<Guid>> subject)
    {
        var gate = new Lock();
        var last = Task.CompletedTask;
        return Waits.Watch(wait =>
        {
            // One after the other, because several parts of a run may wait at once.
            lock (gate)
                last = WriteAfterAsync(last, personId, subject, wait);
        });
    }

    async Task WriteAfterAsync(Task before, Guid personId, Func<StewardDbContext, Task<Guid>> subject, Wait wait)
    {
        var now = clock.GetUtcNow();
        await before;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            var subjectId = await subject(db);
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO platform.waits AS w (subject_id, reason, person_id, times, seconds, first_at, last_at, until)
                VALUES ({subjectId}, {wait.Reason}, {personId}, 1, {wait.Time.TotalSeconds}, {now}, {now}, {now + wait.Time})
                ON CONFLICT (subject_id, reason) DO UPDATE SET times = w.times + 1, seconds = w.seconds + EXCLUDED.seconds, last_at = EXCLUDED.last_at, until = greatest(w.until, EXCLUDED.until)
                """);
            scope.ServiceProvider.GetRequiredService<LiveEvents>().Stage(personId, "waiting", subjectId, new { subjectId, reason = wait.Reason, until = now + wait.Time });
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
        catch (Exception e)
        {
            log.LogWarning(e, "A wait for \"{Reason}\" could not be written down", wait.Reason);
        }
    }
}

/// <summary>Forgets waits after their thirty days.</summary>
sealed class ForgetWaits(StewardDbContext db, TimeProvider clock) : IDueWork
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static TimeSpan Every => TimeSpan.FromHours(1);

    public static string Due => "waits of long ago";

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        return await db.Set<WaitRow>().Where(wait => wait.LastAt < before).ExecuteDeleteAsync(cancel);
    }
}

/// <summary>One reason for which something waited.</summary>
/// <param name="Seconds">In all, as it was foreseen each time.</param>
/// <param name="Until">When the last of them ends; in the future while it lasts.</param>
public sealed record WaitView(string Reason, int Times, double Seconds, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset Until);

public static class ReadWaits
{
    /// <summary>The latest first.</summary>
    public static async Task<IReadOnlyList<WaitView>> WaitsOfAsync(this StewardDbContext db, Guid personId, Guid subjectId, CancellationToken cancel) =>
        [.. (await db.Set<WaitRow>().AsNoTracking().Where(w => w.SubjectId == subjectId && w.PersonId == personId).OrderByDescending(w => w.LastAt).ToListAsync(cancel))
            .Select(w => new WaitView(w.Reason, w.Times, w.Seconds, w.FirstAt, w.LastAt, w.Until))];
}

sealed class WaitRow
{
    public required Guid SubjectId { get; init; }
    public required string Reason { get; init; }
    public required Guid PersonId { get; init; }
    public int Times { get; init; }
    public double Seconds { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public DateTimeOffset Until { get; init; }
}

sealed class WaitRowMapping : IEntityTypeConfiguration<WaitRow>
{
    public void Configure(EntityTypeBuilder<WaitRow> builder)
    {
        builder.ToTable("waits", "platform");
        builder.HasKey(e => new { e.SubjectId, e.Reason });
    }
}
