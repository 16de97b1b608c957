using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.Items;
using Steward.Items.Syncing;
using Steward.Mail;
using Steward.Providers.Google;
using Steward.Testing;
using Steward.Testing.Google;
using Steward.Tests.Mail;

namespace Steward.Providers.Tests.Google;

/// <summary>A class fixture: a server that stands for Google, and people whose Google accounts are there.</summary>
public sealed class GoogleWorld : IAsyncLifetime
{
    readonly Dictionary<Guid, string> addresses = [];

    public TestDatabase Database { get; } = new();
    public GoogleServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Server = await GoogleServer.StartAsync(Database.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Adds everything that a Google account needs, as the host does.</summary>
    public void AddGoogle(IServiceCollection services)
    {
        services.AddAudit().AddActions().AddPersonSettings();
        services.AddSyncing();
        services.AddSingleton(new GoogleAddresses(Server.Url, new Uri(Server.Url, "calendar/v3/")));
        services.AddGoogleApis();
        services.AddHttpClient(GoogleModule.HttpClientName).AddHttpMessageHandler(() => new AsAccount(addresses));
    }

    /// <summary>A person with a Gmail mailbox that holds these messages, not synced yet.</summary>
    internal async Task<MailWorld> MailAsync(params IncomingMessage[] messages)
    {
        var world = await MailWorld.CreateAsync(Database, AddGoogle, $"{Guid.NewGuid():n}@gmail.test", "google");
        addresses[world.Mailbox.AccountId] = world.Mailbox.Address;
        foreach (var message in messages)
            Box(world).Deliver(GoogleMime.Of(message), message.Labels, message.Date);
        return world;
    }

    internal GmailBox Box(MailWorld world) => Server.Mailbox(world.Mailbox.Address);

    /// <summary>Lets time pass until the next poll, and carries out what is due.</summary>
    internal async Task SyncAsync(MailWorld world)
    {
        Database.Clock.Advance(TimeSpan.FromMinutes(20));
        await world.Services.GetRequiredService<SyncWorker>().DrainAsync(CancellationToken.None);
    }
}
