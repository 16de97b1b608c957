using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Accounts.Grants;
using Steward.Platform;
using Steward.Providers.Google;

namespace Steward.Testing.Google;

/// <summary>Nodes of one Steward whose people have Google accounts at a <see cref="GoogleSignInServer"/>.</summary>
public sealed class ConnectedGoogle(TestDatabase database, GoogleSignInServer google)
{
    public static readonly MasterKey Key = MasterKey.New();

    /// <summary>One node: its own services and clock, the common database and master key.</summary>
    public ServiceProvider Node(TimeProvider? clock = null, Action<IServiceCollection>? add = null) => database.Services(services =>
    {
        services.AddSingleton(new MasterKeys(() => [Key]));
        services.AddAccounts();
        services.AddGoogleAccounts(new() { Client = new(google.ClientId, new(google.ClientSecret)), Server = google.Url });
        add?.Invoke(services);
    }, clock);

    /// <summary>A person with one account that has been connected an hour ago by the test's clock, so that its access token is due.</summary>
    public async Task<LinkedAccount> ConnectAsync(string address, params string[] scopes)
    {
        var (personId, _) = await database.AddPersonAsync();
        var account = new LinkedAccount
        {
            Id = Guid.NewGuid(), PersonId = personId, Provider = "google", Subject = GoogleSignInServer.SubjectOf(address), Address = address, DisplayName = address, Label = "work", CreatedAt = database.Clock.GetUtcNow(),
        };
        var (refresh, access) = google.Granted(address, scopes);
        var seals = new Seals(new MasterKeys(() => [Key]));
        var grant = new Grant { AccountId = account.Id, Scopes = scopes, RefreshTokenSealed = [], GrantedAt = database.Clock.GetUtcNow() };
        grant.KeepRefreshToken(seals, new(refresh));
        grant.KeepAccessToken(seals, new(access), database.Clock.GetUtcNow().AddHours(1));
        await using var db = database.Context();
        db.Add(account);
        await db.SaveChangesAsync();
        db.Add(grant);
        await db.SaveChangesAsync();
        return account;
    }
}
