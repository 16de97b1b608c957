using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Accounts;
using Steward.Platform;
using Steward.Providers.Google;
using Steward.Testing;
using Steward.Testing.Google;

namespace Steward.Providers.Tests.Google;

public sealed class GoogleHttpTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    const string Scope = GoogleScopes.GmailReadonly;

    readonly ConcurrentQueue<Wait> waits = new();
    readonly SkippingClock clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    GoogleSignInServer google = null!;
    ConnectedGoogle connected = null!;
    ServiceProvider node = null!;

    public async ValueTask InitializeAsync()
    {
        google = await GoogleSignInServer.StartAsync();
        connected = new(database, google);
        node = connected.Node(clock);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await google.DisposeAsync();
    }

    Task<LinkedAccount> AccountAsync() => connected.ConnectAsync($"{Guid.NewGuid():n}@gmail.com", Scope);

    async Task<HttpResponseMessage> AskAsync(LinkedAccount account, bool repeatable = true, int units = 1, ServiceProvider? on = null, Uri? at = null, params string[] scopes)
    {
        using var http = (on ?? node).GetRequiredService<IHttpClientFactory>().CreateClient(GoogleAccountsModule.ApiClient);
        using var request = new HttpRequestMessage(repeatable ? HttpMethod.Get : HttpMethod.Post, at ?? new Uri(google.Url, "/gmail/v1/users/me/profile"));
        request.Options.Set(GoogleCall.Key, new(account.Id, scopes.Length > 0 ? scopes : [Scope], units, repeatable));
        using var watch = Waits.Watch(waits.Enqueue);
        return await http.SendAsync(request);
    }

    /// <summary>Answers the first requests for the profile with these, one after another.</summary>
    void Answer(params IResult[] answers)
    {
        var left = new ConcurrentQueue<IResult>(answers);
        google.Before = http => Task.FromResult(http.Request.Path.StartsWithSegments("/gmail", StringComparison.Ordinal) && left.TryDequeue(out var next) ? next : null);
    }

    static IResult Status(int status, string? reason = null) =>
        reason is null ? Results.StatusCode(status) : Results.Json(new { error = new { code = status, errors = new[] { new { reason } } } }, statusCode: status);

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task A_time_until_which_Google_asks_to_wait_is_Googles_whatever_our_clock_says(int hours)
    {
        await using var skewed = connected.Node(new SkippingClock(clock.GetUtcNow().AddHours(hours)));
        var account = await AccountAsync();
        (await AskAsync(account, on: skewed)).Dispose(); // the token is renewed where it must be
        waits.Clear();
        Answer(new Until(429, TimeSpan.FromSeconds(7)));
        using var answer = await AskAsync(account, on: skewed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(waits.Max(w => w.Time), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8)); // HTTP's times are in whole seconds
    }

    sealed class Until(int status, TimeSpan time) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var now = DateTimeOffset.UtcNow;
            (httpContext.Response.StatusCode, httpContext.Response.Headers.Date, httpContext.Response.Headers.RetryAfter) = (status, now.ToString("R"), (now + time).ToString("R"));
            return Task.CompletedTask;
        }
    }

    sealed class After(int status, int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }

    int Asked => google.Requests.Count(r => r.Contains("profile", StringComparison.Ordinal));

    [Fact]
    public async Task What_Google_asks_one_to_wait_is_waited_by_all_workers_and_told()
    {
        var account = await AccountAsync();
        Answer(new After(429, 7));
        using var answer = await AskAsync(account);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(waits, w => w.Time == TimeSpan.FromSeconds(7) && w.Reason == "Google asks to slow down");

        // Another node learns it from the bucket of this person.
        await using var other = connected.Node(clock);
        waits.Clear();
        using var second = await AskAsync(account, on: other);
        Assert.Contains(waits, w => w.Time > TimeSpan.FromSeconds(4));
        waits.Clear();
        using var somebodyElse = await AskAsync(await AccountAsync(), on: other);
        Assert.Empty(waits);
    }

    [Theory]
    [InlineData(429, null, true, 3)]
    [InlineData(429, null, false, 3)]
    [InlineData(403, "rateLimitExceeded", false, 3)]
    [InlineData(403, "insufficientPermissions", true, 1)]
    [InlineData(503, null, true, 3)]
    [InlineData(503, null, false, 1)]
    [InlineData(404, null, true, 1)]
    [InlineData(412, null, false, 1)]
    public async Task Tried_again_is_what_was_surely_not_done_or_may_be_done_twice(int status, string? reason, bool repeatable, int asked)
    {
        Answer(Status(status, reason), Status(status, reason));
        using var answer = await AskAsync(await AccountAsync(), repeatable);
        Assert.Equal(asked == 3 ? 200 : status, (int)answer.StatusCode);
        Assert.Equal(asked, Asked);
        Assert.Equal(asked - 1, waits.Count);
    }

    [Fact]
    public async Task Backoff_is_anything_up_to_a_bound_that_doubles()
    {
        Answer([.. Enumerable.Repeat(Status(429), 4)]);
        using var answer = await AskAsync(await AccountAsync());
        Assert.Equal(4, waits.Count);
        Assert.All(waits.Select((w, i) => (w.Time, Bound: TimeSpan.FromSeconds(Math.Pow(2, i)))), w => Assert.InRange(w.Time, TimeSpan.Zero, w.Bound));
        Assert.NotEqual(4, waits.Count(w => w.Time == waits.First().Time));
    }

    [Fact]
    public async Task A_change_whose_answer_was_cut_off_is_not_sent_again()
    {
        google.Before = http =>
        {
            if (http.Request.Path.StartsWithSegments("/gmail", StringComparison.Ordinal))
                http.Abort();
            return Task.FromResult<IResult?>(null);
        };
        var account = await AccountAsync();
        var unknown = await Assert.ThrowsAsync<GoogleException>(() => AskAsync(account, repeatable: false));
        Assert.True(unknown.MayHaveHappened);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task One_accounts_breaker_opens_and_the_others_go_on()
    {
        var (broken, healthy) = (await AccountAsync(), await AccountAsync());
        Answer([.. Enumerable.Repeat(Status(500), 10)]);
        for (var i = 0; i < 2; i++)
            (await Assert.ThrowsAnyAsync<Exception>(async () => { using var r = await AskAsync(broken); r.EnsureSuccessStatusCode(); })).ToString();
        var before = Asked;
        var open = await Assert.ThrowsAsync<GoogleException>(() => AskAsync(broken));
        Assert.True(open is { TooMuch: true, MayHaveHappened: false });
        Assert.Equal(before, Asked);
        Answer();
        using var answer = await AskAsync(healthy);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        clock.Pass(TimeSpan.FromSeconds(31));
        using var again = await AskAsync(broken);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task An_account_has_six_requests_under_way_at_most_and_holds_nobody_else_up()
    {
        var (busy, other) = (await AccountAsync(), await AccountAsync());
        var (here, most) = (0, 0);
        var go = new TaskCompletionSource();
        google.Before = async http =>
        {
            if (!http.Request.Path.StartsWithSegments("/gmail", StringComparison.Ordinal) || google.AddressOf(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]) != busy.Address)
                return null;
            var now = Interlocked.Increment(ref here);
            InterlockedMax(ref most, now);
            await go.Task;
            Interlocked.Decrement(ref here);
            return null;
        };
        var all = Enumerable.Range(0, 20).Select(_ => AskAsync(busy)).ToList();
        using (var answer = await AskAsync(other))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        go.SetResult();
        foreach (var one in await Task.WhenAll(all))
            one.Dispose();
        Assert.InRange(most, 1, GoogleLines.PerAccount);

        static void InterlockedMax(ref int place, int value)
        {
            for (var seen = place; value > seen; seen = place)
                Interlocked.CompareExchange(ref place, value, seen);
        }
    }

    [Fact]
    public async Task Two_nodes_together_stay_within_a_persons_units()
    {
        static void Slow(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new GoogleQuotas { GmailPerUser = 50 }));
        await using var one = connected.Node(clock, Slow);
        await using var two = connected.Node(clock, Slow);
        var account = await AccountAsync();
        for (var i = 0; i < 20; i++)
            (await AskAsync(account, units: 10, on: i % 2 == 0 ? one : two)).Dispose();
        // 200 units: 50 are there at once, the other 150 take three seconds by the database's clock, on which each further request queues behind the last.
        Assert.InRange(waits.Max(w => w.Time), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3.1));
    }

    [Fact]
    public async Task A_token_goes_to_Google_alone_and_follows_no_redirect()
    {
        var account = await AccountAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(account, at: new Uri("http://127.0.0.1:9/gmail/v1/users/me/profile")));
        Answer(Results.Redirect("http://127.0.0.1:9/elsewhere"));
        using var answer = await AskAsync(account);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task A_grant_that_ends_in_the_middle_says_that_nothing_was_sent()
    {
        var account = await AccountAsync();
        (await AskAsync(account)).Dispose();
        google.EndGrant(account.Address);
        var over = await Assert.ThrowsAsync<GoogleException>(() => AskAsync(account, repeatable: false));
        Assert.True(over is { NeedsConsent: true, MayHaveHappened: false });
        var missing = await Assert.ThrowsAsync<GoogleException>(async () => await AskAsync(await AccountAsync(), scopes: GoogleScopes.GmailSend));
        Assert.True(missing is { NeedsConsent: true, MayHaveHappened: false });
    }

    /// <summary>Time that passes at once when somebody waits for it: every delay is over as soon as it is asked for, and the clock has moved by it.</summary>
    sealed class SkippingClock(DateTimeOffset start) : TimeProvider
    {
        readonly ManualClock time = new(start);

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public void Pass(TimeSpan by) => time.Advance(by);

        /// <summary>Limits of a minute and of twenty seconds never fire here; what is shorter is a wait.</summary>
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromSeconds(20) && dueTime >= TimeSpan.Zero)
                dueTime = TimeSpan.Zero;
            return dueTime == TimeSpan.Zero ? System.CreateTimer(callback, state, dueTime, period) : time.CreateTimer(callback, state, dueTime, period);
        }
    }
}
