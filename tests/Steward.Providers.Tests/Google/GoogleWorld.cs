using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.Calendar;
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
        services.AddAudit().AddActions().AddCalendar().AddPersonSettings();
        services.AddSyncing();
        services.AddGoogleApis(GoogleAddresses.At(Server.Url));
        services.AddHttpClient(GoogleAccountsModule.ApiClient).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All })
            .AddHttpMessageHandler(() => new AsAccount(addresses));
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

    /// <summary>A person with Google calendars that hold these events in the primary one, not synced yet.</summary>
    internal async Task<(ServiceProvider Services, CalendarAccount Account)> CalendarAsync(params ParsedEvent[] events)
    {
        var address = $"{Guid.NewGuid():n}@gmail.test";
        var (person, account) = await Database.AddPersonAsync(address, provider: "google");
        addresses[account.Id] = address;
        await using (var db = Database.Context())
        {
            db.Add(new PersonSettings { PersonId = person, Zone = "Europe/Berlin" });
            await db.SaveChangesAsync();
        }
        GoogleCalendarFill.Put(Server.Calendars(address).Primary, events);
        return (Database.Services(s =>
        {
            s.AddMail();
            AddGoogle(s);
        }), new CalendarAccount(person, account.Id, "google", address));
    }

    /// <summary>Lets time pass until the next poll, and carries out what is due.</summary>
    internal async Task SyncAsync(IServiceProvider services)
    {
        Database.Clock.Advance(TimeSpan.FromMinutes(20));
        await services.GetRequiredService<SyncWorker>().DrainAsync(CancellationToken.None);
    }

    internal GmailBox Box(MailWorld world) => Server.Mailbox(world.Mailbox.Address);

    /// <summary>Lets time pass until the next poll, and carries out what is due.</summary>
    internal Task SyncAsync(MailWorld world) => SyncAsync(world.Services);
}
