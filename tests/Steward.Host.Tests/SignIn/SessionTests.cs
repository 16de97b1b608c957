using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Steward.Testing;

namespace Steward.Host.Tests.SignIn;

/// <summary>The browsers in which somebody is signed in: seen, and ended from one another.</summary>
public sealed class SessionTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Password = "correct horse battery";
    const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task Each_browser_is_listed_by_its_own_words_and_one_ends_another()
    {
        using var desk = await RegisterAsync("sessions@example.org");
        using var phone = await SignInAsync("sessions@example.org", Phone);
        var list = await ListAsync(desk);
        Assert.Equal(["Firefox on Linux", "Safari on iPhone"], list.Select(s => s.GetProperty("device").GetString()).Order(StringComparer.Ordinal));
        Assert.All(list, s => Assert.Equal("thisMachine", s.GetProperty("place").GetString()));
        var mine = Assert.Single(list, s => s.GetProperty("current").GetBoolean());
        Assert.Equal("Firefox on Linux", mine.GetProperty("device").GetString());
        Assert.Equal(mine.GetProperty("id").GetGuid(), (await desk.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("sessionId").GetGuid());

        // The live stream of the other browser is told, and ends.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var stream = await phone.GetAsync("/api/v1/events?after=0", HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        var others = list.Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetGuid();
        await using var body = await stream.Content.ReadAsStreamAsync(deadline.Token);
        using var reader = new StreamReader(body);
        // A third one is ended first: when the stream has told of it, it is surely listening.
        using var third = await SignInAsync("sessions@example.org", "curl/8");
        var thirdId = (await third.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("sessionId").GetGuid();
        (await desk.DeleteAsync($"/api/v1/auth/sessions/{thirdId}")).EnsureSuccessStatusCode();
        while (!(await reader.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("The stream ended too soon.")).Contains(thirdId.ToString(), StringComparison.Ordinal))
            continue;
        Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteAsync($"/api/v1/auth/sessions/{others}")).StatusCode);
        var rest = await reader.ReadToEndAsync(deadline.Token);
        Assert.Contains("session_ended", rest, StringComparison.Ordinal);
        Assert.Contains(others.ToString(), rest, StringComparison.Ordinal);

        Assert.Single(await ListAsync(desk));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.DeleteAsync($"/api/v1/auth/sessions/{others}")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_signing_out_everywhere_else_ends_all_but_one()
    {
        using var desk = await RegisterAsync("everywhere@example.org");
        using var phone = await SignInAsync("everywhere@example.org", Phone);
        using var tablet = await SignInAsync("everywhere@example.org", "curl/8");
        Assert.Equal(3, (await ListAsync(desk)).Count);
        (await tablet.PostAsync("/api/v1/auth/logout", null)).EnsureSuccessStatusCode();
        Assert.Equal(2, (await ListAsync(desk)).Count);
        (await desk.PostAsync("/api/v1/auth/sign-out-others", null)).EnsureSuccessStatusCode();
        Assert.True(Assert.Single(await ListAsync(desk)).GetProperty("current").GetBoolean());
    }

    [Fact]
    public async Task A_cookie_that_is_looked_at_again_keeps_its_session_notes_its_use_and_is_refused_when_the_session_was_ended()
    {
        using var desk = await RegisterAsync("again@example.org");
        using var phone = await SignInAsync("again@example.org", Phone);
        // Every request looks again, instead of the first one after a minute.
        server.Services.GetRequiredService<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval = TimeSpan.Zero;
        for (var i = 0; i < 2; i++)
        {
            var mine = Assert.Single(await ListAsync(desk), s => s.GetProperty("current").GetBoolean());
            Assert.True(mine.GetProperty("lastSeenAt").GetDateTimeOffset() > mine.GetProperty("createdAt").GetDateTimeOffset());
        }
        var other = (await ListAsync(desk)).Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/api/v1/auth/me")).StatusCode);
        (await desk.DeleteAsync($"/api/v1/auth/sessions/{other}")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/v1/auth/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/api/v1/auth/me")).StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_or_ends_the_sessions_of_another()
    {
        using var desk = await RegisterAsync("mine@example.org");
        using var other = await RegisterAsync("other@example.org");
        var id = Assert.Single(await ListAsync(desk)).GetProperty("id").GetGuid();
        Assert.DoesNotContain(await ListAsync(other), s => s.GetProperty("id").GetGuid() == id);
        Assert.Equal(HttpStatusCode.NotFound, (await other.DeleteAsync($"/api/v1/auth/sessions/{id}")).StatusCode);
        Assert.Single(await ListAsync(desk));
    }

    static async Task<List<JsonElement>> ListAsync(HttpClient browser) => [.. (await browser.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions")).GetProperty("items").EnumerateArray()];

    async Task<HttpClient> RegisterAsync(string email)
    {
        var browser = Browser(Firefox);
        (await browser.PostAsJsonAsync("/api/v1/auth/register", new { email, password = Password, displayName = "Anna" })).EnsureSuccessStatusCode();
        return browser;
    }

    async Task<HttpClient> SignInAsync(string email, string userAgent)
    {
        var browser = Browser(userAgent);
        (await browser.PostAsJsonAsync("/api/v1/auth/login", new { email, password = Password })).EnsureSuccessStatusCode();
        return browser;
    }

    HttpClient Browser(string userAgent)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("X-Steward", "1");
        client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        return client;
    }
}
