using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Host;
using Steward.Platform;
using Xunit;

namespace Steward.Testing;

/// <summary>
/// A class fixture: the whole Steward in this process, listening on a port of its own, on a database of its own. What a test says over HTTP is what a
/// browser would say. Time is the system's, unless <see cref="Now"/> is set before it starts.
/// </summary>
public class StewardServer : IAsyncLifetime
{
    string database = "";
    DataFolder? data;
    WebApplication? app;

    public Uri Url { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public string DataPath { get; } = Path.Combine(Path.GetTempPath(), "steward-test-" + Guid.NewGuid().ToString("n")[..12]);

    /// <summary>Where the server's clock starts; fixed by default, so that requests like "next week" mean the same every day.</summary>
    protected virtual DateTimeOffset? Now => new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    protected virtual bool Demo => false;

    /// <summary>Providers of language models that serve everybody; none by default, not even an Ollama that this machine may have.</summary>
    protected virtual Steward.Providers.ModelProviderOptions Models => new();

    /// <summary>How this Steward is registered at Google, and where Google is.</summary>
    protected virtual Steward.Providers.Google.GoogleOptions Google => new();

    /// <summary>What stands in for a way to the outside.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabaseAsync();
        var options = new StewardOptions { Port = 0, DataFolder = DataPath, Now = Now, Zone = "Europe/Berlin", Demo = Demo, Models = Models, Google = Google };
        data = await DataFolder.OpenAsync(DataPath, "a test", CancellationToken.None);
        app = StewardHost.Build(options, data, (await PostgresCluster.StartedAsync()).ConnectionString(database), embedded: null, Replace);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        await FirstSteps.TakeAsync(app.Services, options, data, CancellationToken.None);
        await app.StartAsync();
        Url = new Uri(app.Urls.First());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        data?.Dispose();
        Directory.Delete(DataPath, recursive: true);
        await PostgresCluster.DropDatabaseAsync(database);
    }

    /// <summary>A client that carries nothing: a stranger.</summary>
    public HttpClient Stranger() => new() { BaseAddress = Url };

    /// <summary>The owner, by the token in <c>owner.token</c>.</summary>
    public async Task<HttpClient> OwnerAsync() => WithToken((await File.ReadAllTextAsync(Path.Combine(DataPath, "owner.token"))).Trim());

    /// <summary>A new member with a bearer token, and a local account when an address is given.</summary>
    public async Task<HttpClient> NewPersonAsync(string? accountAddress = null)
    {
        using var scope = Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var id = Guid.CreateVersion7();
        db.Add(new Person
        {
            Id = id, Email = $"{id:n}@example.org", NormalizedEmail = $"{id:n}@EXAMPLE.ORG".ToUpperInvariant(), DisplayName = "Somebody", SecurityStamp = "s", CreatedAt = DateTimeOffset.UtcNow,
        });
        await db.SaveChangesAsync();
        var client = WithToken(await scope.ServiceProvider.GetRequiredService<ApiTokens>().IssueAsync(id, "test", null, CancellationToken.None));
        if (accountAddress is not null)
            (await client.PostAsJsonAsync("/api/v1/accounts", new { address = accountAddress, displayName = "Somebody", label = "personal" })).EnsureSuccessStatusCode();
        return client;
    }

    HttpClient WithToken(string token) => new() { BaseAddress = Url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
}
