using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Accounts.Grants;
using Steward.Platform;
using Steward.Providers.Google;
using Steward.Testing;
using Steward.Testing.Google;

namespace Steward.Providers.Tests.Google;

public sealed class AccessTokenTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    const string Scope = GoogleScopes.GmailReadonly;

    GoogleSignInServer google = null!;
    ConnectedGoogle connected = null!;

    public async ValueTask InitializeAsync()
    {
        google = await GoogleSignInServer.StartAsync();
        connected = new(database, google);
    }

    public ValueTask DisposeAsync() => google.DisposeAsync();

    static string NewAddress() => $"{Guid.NewGuid():n}@gmail.com";

    static Task<Result<AccessToken>> GetAsync(ServiceProvider node, LinkedAccount account, params string[] scopes) =>
        node.GetRequiredService<AccessTokens>().GetAsync(account.Id, scopes.Length > 0 ? scopes : [Scope], CancellationToken.None);

    int Renewals(LinkedAccount account) => google.Renewals.GetValueOrDefault(account.Subject!);

    [Theory]
    [InlineData(54, 0)]
    [InlineData(56, 1)]
    public async Task A_token_is_renewed_five_minutes_before_it_ends(int minutes, int renewals)
    {
        await using var node = connected.Node(new ManualClock(database.Clock.GetUtcNow().AddMinutes(minutes)));
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        var token = await GetAsync(node, account);
        Assert.Equal(account.Address, google.AddressOf(token.Value.Value.Reveal()));
        Assert.Equal(renewals, Renewals(account));
        Assert.Equal(token.Value.Version, (await GetAsync(node, account)).Value.Version);
        Assert.Equal(renewals, Renewals(account));
    }

    [Fact]
    public async Task Forty_callers_on_two_nodes_at_once_make_one_renewal_even_where_a_refresh_token_is_good_once()
    {
        google.Rotates = true;
        google.Before = async http =>
        {
            if (http.Request.Path == "/oauth2/token")
                await Task.Delay(100); // long enough for everybody to come
            return null;
        };
        var later = new ManualClock(database.Clock.GetUtcNow().AddHours(2));
        await using var one = connected.Node(later);
        await using var two = connected.Node(later);
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => GetAsync(i % 2 == 0 ? one : two, account))));
        Assert.Equal(1, Renewals(account));
        Assert.Single(tokens.Select(t => t.Value.Version).Distinct());

        // The refresh token that came with it is the one that is used from now on, on either node.
        later.Advance(TimeSpan.FromHours(1));
        Assert.True((await GetAsync(two, account)).Ok);
        Assert.Equal(2, Renewals(account));
    }

    [Fact]
    public async Task A_token_that_was_refused_is_replaced_once_however_many_say_so()
    {
        await using var one = connected.Node();
        await using var two = connected.Node();
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        var refused = (await GetAsync(one, account)).Value;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            var node = i % 2 == 0 ? one : two;
            await node.GetRequiredService<AccessTokens>().InvalidateAsync(account.Id, refused, CancellationToken.None);
            Assert.NotEqual(refused.Version, (await GetAsync(node, account)).Value.Version);
        }));
        Assert.Equal(1, Renewals(account));
    }

    [Fact]
    public async Task When_the_grant_is_over_the_account_needs_attention_and_everything_else_of_it_stays()
    {
        await using var node = connected.Node(new ManualClock(database.Clock.GetUtcNow().AddHours(2)));
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        google.EndGrant(account.Address);
        Assert.Equal("account_needs_attention", (await GetAsync(node, account)).Error!.Code);

        await using var db = database.Context();
        var kept = await db.Set<LinkedAccount>().SingleAsync(a => a.Id == account.Id);
        Assert.Equal((AccountHealth.NeedsAttention, account.Label), (kept.Health, kept.Label));
        Assert.Contains("Sign in again", kept.HealthReason, StringComparison.Ordinal);
        Assert.Single(await db.Set<LiveEvent>().Where(e => e.PersonId == account.PersonId && e.Type == "accounts_changed").ToListAsync());

        // Google is not asked again and again about what is over.
        var asked = google.Requests.Count;
        Assert.Equal("account_needs_attention", (await GetAsync(node, account)).Error!.Code);
        Assert.Equal(asked, google.Requests.Count);
    }

    [Fact]
    public async Task While_Google_cannot_be_reached_a_token_with_minutes_left_is_used_and_Google_is_left_alone_for_a_while()
    {
        var clock = new ManualClock(database.Clock.GetUtcNow().AddMinutes(57));
        await using var node = connected.Node(clock);
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        google.Before = _ => Task.FromResult<Microsoft.AspNetCore.Http.IResult?>(Microsoft.AspNetCore.Http.Results.StatusCode(503));
        Assert.True((await GetAsync(node, account)).Ok);
        Assert.True((await GetAsync(node, account)).Ok);
        Assert.Single(google.Requests);

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("provider_unreachable", (await GetAsync(node, account)).Error!.Code);
        google.Before = _ => Task.FromResult<Microsoft.AspNetCore.Http.IResult?>(null);
        Assert.True((await GetAsync(node, account)).Ok);
    }

    [Fact]
    public async Task A_wrong_client_secret_is_the_operators_trouble_and_ends_nobodys_grant()
    {
        await using var node = connected.Node(new ManualClock(database.Clock.GetUtcNow().AddHours(2)), services => services.AddSingleton(new ConfiguredClient("google", new(google.ClientId, new("wrong")))));
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        await using (var wrong = database.Services(services =>
        {
            services.AddSingleton(new MasterKeys(() => [ConnectedGoogle.Key]));
            services.AddAccounts();
            services.AddGoogleAccounts(new() { Client = new(google.ClientId, new("wrong")), Server = google.Url });
        }, new ManualClock(database.Clock.GetUtcNow().AddHours(2))))
            Assert.Equal("client_refused", (await GetAsync(wrong, account)).Error!.Code);
        Assert.True((await GetAsync(node, account)).Ok);
    }

    [Fact]
    public async Task What_was_not_allowed_is_said_and_nobody_is_asked()
    {
        await using var node = connected.Node();
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        Assert.Equal("access_missing", (await GetAsync(node, account, GoogleScopes.GmailSend, GoogleScopes.GmailCompose)).Error!.Code);
        Assert.True((await GetAsync(node, account, GoogleScopes.GmailModify, Scope)).Ok);
        Assert.Empty(google.Requests);
    }

    [Fact]
    public async Task A_node_whose_clock_is_hours_slow_uses_an_old_token_once_and_one_that_is_hours_fast_renews_early()
    {
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        await using (var fast = connected.Node(new ManualClock(database.Clock.GetUtcNow().AddHours(3))))
        {
            Assert.Equal(account.Address, google.AddressOf((await GetAsync(fast, account)).Value.Value.Reveal()));
            Assert.Equal(account.Address, google.AddressOf((await GetAsync(fast, account)).Value.Value.Reveal()));
            Assert.Equal(1, Renewals(account));
        }
        google.EndAccess(account.Address); // by Google's clock its time is over; by this node's it has hours to go
        await using var slow = connected.Node(new ManualClock(database.Clock.GetUtcNow().AddHours(-3)));
        using var http = slow.GetRequiredService<IHttpClientFactory>().CreateClient(GoogleAccountsModule.ApiClient);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(google.Url, "/gmail/v1/users/me/profile"));
        request.Options.Set(GoogleCall.Key, new(account.Id, [Scope], 1, Repeatable: true));
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(2, Renewals(account));
    }

    [Fact]
    public async Task Tokens_are_stored_sealed_and_do_not_open_in_another_row()
    {
        var (mine, other) = (await connected.ConnectAsync(NewAddress(), Scope), await connected.ConnectAsync(NewAddress(), Scope));
        await using (var read = database.Source.CreateCommand("SELECT string_agg(encode(refresh_token_sealed, 'escape') || encode(access_token_sealed, 'escape'), '') FROM accounts.grants"))
        {
            var stored = (string)(await read.ExecuteScalarAsync())!;
            Assert.All(google.Secrets, secret => Assert.DoesNotContain(secret, stored, StringComparison.Ordinal));
        }
        await using (var swap = database.Source.CreateCommand("UPDATE accounts.grants g SET access_token_sealed = o.access_token_sealed FROM accounts.grants o WHERE g.account_id = $1 AND o.account_id = $2"))
        {
            swap.Parameters.AddWithValue(mine.Id);
            swap.Parameters.AddWithValue(other.Id);
            await swap.ExecuteNonQueryAsync();
        }
        await using var node = connected.Node();
        await Assert.ThrowsAsync<SealException>(() => GetAsync(node, mine));
        Assert.True((await GetAsync(node, other)).Ok);
    }

    [Fact]
    public async Task A_disconnected_account_gives_no_token_and_one_that_is_not_there_neither()
    {
        await using var node = connected.Node();
        var account = await connected.ConnectAsync(NewAddress(), Scope);
        await using (var db = database.Context())
            await db.Set<Grant>().Where(g => g.AccountId == account.Id).ExecuteDeleteAsync();
        Assert.Equal("account_disconnected", (await GetAsync(node, account)).Error!.Code);
        Assert.Equal("not_found", (await node.GetRequiredService<AccessTokens>().GetAsync(Guid.NewGuid(), [Scope], CancellationToken.None)).Error!.Code);
    }
}
