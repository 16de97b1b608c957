using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Accounts;
using Steward.Accounts.Grants;
using Steward.Actions;
using Steward.Audit;
using Steward.Calendar;
using Steward.Items;
using Steward.Items.Syncing;
using Steward.Mail;
using Steward.Platform;
using Steward.Providers.Google;
using Steward.Testing;
using Steward.Testing.Google;
using Steward.Tests.Mail;

namespace Steward.Providers.Tests.Google;

/// <summary>
/// A class fixture: a server that stands for Google, people whose Google accounts are there, and all that a request to Google goes through, with a road of which tests
/// make what they like. Google's quotas are without end and backoff takes no time, so that no test waits.
/// </summary>
public sealed class GoogleWorld : IAsyncLifetime
{
    static readonly MasterKey Key = MasterKey.New();

    public TestDatabase Database { get; } = new();
    public AccountTokens Tokens { get; } = new();
    public GoogleServer Server { get; private set; } = null!;
    public Road Road { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Server = await GoogleServer.StartAsync(Database.Clock);
        Server.Authenticate = Tokens.AddressOf;
        Road = new Road(Database.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Adds everything that a Google account needs, as the host does.</summary>
    public void AddGoogle(IServiceCollection services)
    {
        services.AddSingleton(new MasterKeys(() => [Key]));
        services.AddSingleton<Random>(new NoChance());
        services.AddSingleton(new GoogleQuotas { GmailPerUser = 1e9, GmailPerProject = 1e9, CalendarPerUser = 1e9, CalendarPerProject = 1e9 });
        services.AddAccounts();
        services.AddAudit().AddActions().AddCalendar();
        services.AddSyncing();
        services.AddGoogleAccounts(new GoogleOptions { Client = new("steward", new("secret")), Server = Server.Url });
        services.RemoveAll<IAuthorizationServer>();
        services.AddSingleton<IAuthorizationServer>(Tokens);
        services.AddGoogleApis(GoogleAddresses.At(Server.Url));
        services.AddHttpClient(GoogleAccountsModule.ApiClient).AddHttpMessageHandler(Road.Handler);
    }

    /// <summary>Lets Steward act in the account's name.</summary>
    public async Task GrantAsync(Guid accountId, string address)
    {
        var seals = new Seals(new MasterKeys(() => [Key]));
        var grant = new Grant
        {
            AccountId = accountId, RefreshTokenSealed = [], GrantedAt = Database.Clock.GetUtcNow(),
            Scopes = [GoogleScopes.GmailModify, GoogleScopes.Calendar],
        };
        grant.KeepRefreshToken(seals, new(address));
        grant.KeepAccessToken(seals, new(Tokens.Current(address)), Database.Clock.GetUtcNow().AddYears(10));
        await using var db = Database.Context();
        db.Add(grant);
        await db.SaveChangesAsync();
    }

    sealed class NoChance : Random
    {
        public override double NextDouble() => 0;
    }

    /// <summary>A person with a Gmail mailbox that holds these messages, not synced yet.</summary>
    internal async Task<MailWorld> MailAsync(params IncomingMessage[] messages)
    {
        var world = await MailWorld.CreateAsync(Database, AddGoogle, $"{Guid.NewGuid():n}@gmail.test", "google");
        await GrantAsync(world.Mailbox.AccountId, world.Mailbox.Address);
        foreach (var message in messages)
            Box(world).Deliver(GoogleMime.Of(message), message.Labels, message.Date);
        return world;
    }

    /// <summary>A person with Google calendars that hold these events in the primary one, not synced yet.</summary>
    internal async Task<(ServiceProvider Services, CalendarAccount Account)> CalendarAsync(params ParsedEvent[] events)
    {
        var address = $"{Guid.NewGuid():n}@gmail.test";
        var (person, account) = await Database.AddPersonAsync(address, provider: "google");
        await GrantAsync(account.Id, address);
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
