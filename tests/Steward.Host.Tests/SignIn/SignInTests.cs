using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Testing;

namespace Steward.Host.Tests.SignIn;

public sealed class SignInTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Password = "correct horse battery";

    [Fact]
    public async Task The_one_time_link_signs_the_owner_in_once()
    {
        string ticket;
        using (var scope = server.Services.CreateScope())
        {
            var owner = await scope.ServiceProvider.GetRequiredService<EnsureOwner>().ExecuteAsync("Owner", CancellationToken.None);
            ticket = await scope.ServiceProvider.GetRequiredService<SignInTickets>().IssueAsync(owner.Id, CancellationToken.None);
        }
        var browsers = Enumerable.Range(0, 8).Select(_ => Page()).ToList();
        var answers = await Task.WhenAll(browsers.Select(browser => browser.PostAsJsonAsync("/api/v1/auth/ticket", new { ticket })));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity));

        var winner = browsers[Array.FindIndex(answers, a => a.IsSuccessStatusCode)];
        Assert.Equal("owner", (await winner.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Somebody_registers_signs_out_and_in_again_and_the_old_session_is_gone()
    {
        using var browser = Page();
        var registered = await browser.PostAsJsonAsync("/api/v1/auth/register", new { email = "anna@example.org", password = Password, displayName = "Anna" });
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        Assert.Equal("member", (await browser.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("role").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/api/v1/auth/logout", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/auth/me")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync("/api/v1/auth/login", new { email = "ANNA@example.org", password = Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/auth/me")).StatusCode);
    }

    [Theory]
    [InlineData("not an address", Password, "email")]
    [InlineData("a@b.c\r\nBcc: x@y.z", Password, "email")]
    [InlineData("short@example.org", "short", "password")]
    public async Task A_registration_that_is_wrong_says_which_field(string email, string password, string field)
    {
        using var browser = Page();
        var answer = await browser.PostAsJsonAsync("/api/v1/auth/register", new { email, password, displayName = "X" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Nobody_becomes_an_owner_by_asking_for_it()
    {
        using var browser = Page();
        var answer = await browser.PostAsJsonAsync("/api/v1/auth/register", new { email = "evil@example.org", password = Password, displayName = "E", role = "owner" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_right_one_out_and_the_answer_does_not_tell_why()
    {
        using var browser = Page();
        (await browser.PostAsJsonAsync("/api/v1/auth/register", new { email = "locked@example.org", password = Password, displayName = "L" })).EnsureSuccessStatusCode();
        string? wrong = null;
        for (var i = 0; i < 5; i++)
            wrong = await DetailAsync(await browser.PostAsJsonAsync("/api/v1/auth/login", new { email = "locked@example.org", password = "wrong wrong wrong" }));
        var right = await browser.PostAsJsonAsync("/api/v1/auth/login", new { email = "locked@example.org", password = Password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        Assert.Equal(wrong, await DetailAsync(right));
        Assert.Equal(wrong, await DetailAsync(await browser.PostAsJsonAsync("/api/v1/auth/login", new { email = "nobody@example.org", password = Password })));
    }

    [Fact]
    public async Task A_bearer_token_works_without_cookies_and_a_wrong_one_does_not()
    {
        using var browser = Page();
        (await browser.PostAsJsonAsync("/api/v1/auth/register", new { email = "token@example.org", password = Password, displayName = "T" })).EnsureSuccessStatusCode();
        var token = (await (await browser.PostAsJsonAsync("/api/v1/auth/token", new { email = "token@example.org", password = Password })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();

        using var program = server.Stranger();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/auth/me")).StatusCode);
        program.DefaultRequestHeaders.Authorization = new("Bearer", token + "0");
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/auth/me")).StatusCode);
    }

    [Fact]
    public async Task A_change_that_another_site_makes_the_browser_send_is_refused()
    {
        using var browser = Page();
        (await browser.PostAsJsonAsync("/api/v1/auth/register", new { email = "csrf@example.org", password = Password, displayName = "C" })).EnsureSuccessStatusCode();
        browser.DefaultRequestHeaders.Remove("X-Steward");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsJsonAsync("/api/v1/accounts", new { address = "x@steward.local" })).StatusCode);
        browser.DefaultRequestHeaders.Add("X-Steward", "1");
        browser.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsJsonAsync("/api/v1/accounts", new { address = "x@steward.local" })).StatusCode);
    }

    [Fact]
    public async Task Settings_are_kept_and_a_wrong_one_is_named()
    {
        using var person = await server.NewPersonAsync();
        var settings = (await person.GetFromJsonAsync<Dictionary<string, JsonElement>>("/api/v1/settings"))!;
        Assert.Equal("Europe/Berlin", settings["zone"].GetString());
        settings["zone"] = JsonSerializer.SerializeToElement("America/New_York");
        (await person.PutAsJsonAsync("/api/v1/settings", settings)).EnsureSuccessStatusCode();
        Assert.Equal("America/New_York", (await person.GetFromJsonAsync<JsonElement>("/api/v1/settings")).GetProperty("zone").GetString());

        settings["zone"] = JsonSerializer.SerializeToElement("Mars/Olympus");
        var refused = await person.PutAsJsonAsync("/api/v1/settings", settings);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("zone", out _));
    }

    HttpClient Page()
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("X-Steward", "1");
        return client;
    }

    static async Task<string?> DetailAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
}
