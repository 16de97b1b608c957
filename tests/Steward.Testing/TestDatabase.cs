using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Steward.Accounts;
using Steward.Platform;
using Xunit;

namespace Steward.Testing;

/// <summary>
/// A class fixture: a database of one's own, migrated, on a real PostgreSQL. <c>class X(TestDatabase db) : IClassFixture&lt;TestDatabase&gt;</c>.
/// Tests of a class share it, so each test makes a person of its own (<see cref="AddPersonAsync"/>).
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    string name = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        name = await PostgresCluster.CreateDatabaseAsync();
        ConnectionString = (await PostgresCluster.StartedAsync()).ConnectionString(name);
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await PostgresCluster.DropDatabaseAsync(name);
    }

    /// <summary>The platform on this database and clock, plus what the test adds. Hosted services do not run by themselves.</summary>
    public ServiceProvider Services(Action<IServiceCollection>? add = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Source);
        services.AddSingleton(clock ?? Clock);
        services.AddSingleton<ILoggerFactory, LoggerFactory>();
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddPlatform();
        add?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>A context of its own on this database.</summary>
    public StewardDbContext Context()
    {
        var options = new DbContextOptionsBuilder<StewardDbContext>();
        PlatformModule.Configure(options, Source);
        return new StewardDbContext(options.Options);
    }

    /// <summary>A person with one account, a local one unless another provider is named.</summary>
    public async Task<(Guid PersonId, LinkedAccount Account)> AddPersonAsync(string? address = null, string label = "personal", string provider = "local")
    {
        var id = Guid.NewGuid();
        address ??= $"{id:n}@steward.local";
        await using var db = Context();
        db.Add(new Person
        {
            Id = id, Email = address, NormalizedEmail = address.ToUpperInvariant(), DisplayName = address, SecurityStamp = "s", CreatedAt = Clock.GetUtcNow(), Role = Role.Member,
        });
        await db.SaveChangesAsync();
        return (id, await AddAccountAsync(id, address, label, provider));
    }

    public async Task<LinkedAccount> AddAccountAsync(Guid personId, string address, string label, string provider = "local")
    {
        var account = new LinkedAccount
        {
            Id = Guid.NewGuid(), PersonId = personId, Provider = provider, Address = address, DisplayName = address, Label = label, CreatedAt = Clock.GetUtcNow(),
        };
        await using var db = Context();
        db.Add(account);
        await db.SaveChangesAsync();
        return account;
    }
}
