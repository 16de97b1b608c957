using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>A registration that the operator gave in the environment; it wins over one that was entered in the page.</summary>
public sealed record ConfiguredClient(string Provider, OAuthClient Client);

/// <summary>This Steward's registrations at the providers.</summary>
sealed class OAuthClients(StewardDbContext db, Seals seals, IEnumerable<ConfiguredClient> configured, TimeProvider clock)
{
    public bool IsConfigured(string provider) => configured.Any(c => c.Provider == provider);

    public async Task<OAuthClient?> FindAsync(string provider, CancellationToken cancel)
    {
        if (configured.FirstOrDefault(c => c.Provider == provider) is { } given)
            return given.Client;
        var row = await db.Set<ProviderClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Provider == provider, cancel);
        return row is null ? null : new(row.ClientId, row.ClientSecretSealed is { } envelope ? seals.Open(ProviderClient.SecretColumn, provider, envelope) : null);
    }

    /// <param name="secret">Null keeps the one that is there, if the id is the same.</param>
    public async Task KeepAsync(string provider, string clientId, Secret? secret, CancellationToken cancel)
    {
        var row = await db.Set<ProviderClient>().SingleOrDefaultAsync(c => c.Provider == provider, cancel);
        if (row is null)
            db.Add(row = new ProviderClient { Provider = provider, ClientId = clientId });
        if (secret is not null)
            row.ClientSecretSealed = seals.Seal(ProviderClient.SecretColumn, provider, secret);
        else if (row.ClientId != clientId)
            row.ClientSecretSealed = null;
        row.ClientId = clientId;
        row.ChangedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
    }

    public Task ForgetAsync(string provider, CancellationToken cancel) => db.Set<ProviderClient>().Where(c => c.Provider == provider).ExecuteDeleteAsync(cancel);
}

sealed class ProviderClient
{
    public static readonly SealedColumn SecretColumn = new("accounts.provider_clients", "provider", "client_secret_sealed");

    public required string Provider { get; init; }
    public required string ClientId { get; set; }
    public byte[]? ClientSecretSealed { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

sealed class ProviderClientMapping : IEntityTypeConfiguration<ProviderClient>
{
    public void Configure(EntityTypeBuilder<ProviderClient> builder)
    {
        builder.ToTable("provider_clients", "accounts");
        builder.HasKey(e => e.Provider);
        builder.Property(e => e.ClientSecretSealed).IsOptionallySealed(ProviderClient.SecretColumn);
    }
}
