using Microsoft.EntityFrameworkCore;

namespace Steward.Platform;

/// <summary>
/// The one context. It names no entity: each room contributes its mappings as <see cref="IEntityTypeConfiguration{TEntity}"/> and reads with
/// <c>db.Set&lt;T&gt;()</c>, so that a checkpoint, its proposals, its events and its outbox rows commit together.
/// <see cref="SaveChangesAsync(bool, CancellationToken)"/> numbers staged live events and wakes their listeners in the same transaction.
/// </summary>
public sealed class StewardDbContext(DbContextOptions<StewardDbContext> options) : DbContext(options)
{
    /// <summary>How many live events were staged here; their order until they are numbered.</summary>
    internal long StagedEvents { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StewardDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCase());

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var events = ChangeTracker.Entries<LiveEvent>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToList();
        var messages = ChangeTracker.Entries<OutboxRow>().Any(entry => entry.State == EntityState.Added);
        if (events.Count == 0 && !messages)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            await LiveEvents.NumberAsync(this, events, cancellationToken);
            var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            if (messages)
                await Database.ExecuteSqlRawAsync("SELECT pg_notify('steward_outbox', '')", cancellationToken);
            if (own is not null)
                await own.CommitAsync(cancellationToken);
            return count;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync: live events are numbered there.");
}
