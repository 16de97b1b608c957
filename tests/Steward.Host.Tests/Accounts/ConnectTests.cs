using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Steward.Host.Tests.Accounts;

/// <summary>Connecting Google accounts as a person does it: over HTTP, with Google's sign-in over the wire.</summary>
public sealed class ConnectTests(GoogleSteward steward) : IClassFixture<GoogleSteward>
{
    const string Connections = "/api/v1/accounts/connections";

    static string NewAddress() => $"{Guid.NewGuid():n}@gmail.com";

    static string Id(JsonElement connected) => connected.GetProperty("accountId").GetString()!;

    static async Task<string> CodeAsync(HttpResponseMessage answer) => (await ProblemAsync(answer)).GetProperty("code").GetString()!;

    static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer) => JsonElement.Parse(await answer.Content.ReadAsStringAsync());

    static async Task<int> CountAsync(HttpClient person) => (await person.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items").GetArrayLength();

    static string[] Access(JsonElement account) => [.. account.GetProperty("access").EnumerateArray().Select(a => a.GetString()!)];

    void Deliver(string address, string subject) => steward.SignIn.Apis!.Mailbox(address).Deliver(
        Encoding.ASCII.GetBytes($"From: Anna <anna@example.com>\r\nTo: {address}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():n}@example.com>\r\nDate: Fri, 20 Nov 2026 08:00:00 +0000\r\n\r\nHello.\r\n"), ["INBOX", "UNREAD"]);

    static Task ArrivedAsync(HttpClient person, string account, long messages) => GoogleSteward.UntilAsync(
        async () => (await GoogleSteward.AccountAsync(person, account)).GetProperty("messages").GetInt64() >= messages, $"{messages} messages");

    [Fact]
    public async Task An_account_is_connected_with_what_is_read_first_and_its_mail_arrives()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        Deliver(address, "Lunch");
        var connected = await steward.ConnectAsync(person, address, new { provider = "google", label = "work" });
        Assert.Equal(("connected", address, "/accounts"), (connected.GetProperty("outcome").GetString(), connected.GetProperty("address").GetString(), connected.GetProperty("returnTo").GetString()));
        Assert.Empty(connected.GetProperty("declined").EnumerateArray());

        var account = await GoogleSteward.AccountAsync(person, Id(connected));
        Assert.Equal(("work", "google"), (account.GetProperty("label").GetString(), account.GetProperty("provider").GetString()));
        Assert.Equal(["readMail", "readCalendar"], Access(account));
        await ArrivedAsync(person, Id(connected), 1);
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>("/api/v1/items/syncs")).GetProperty("items").EnumerateArray().Count(s => s.GetProperty("phase").GetString() == "steady") == 2, "both in step");
        await GoogleSteward.UntilAsync(async () => (await GoogleSteward.AccountAsync(person, Id(connected))).GetProperty("health").GetString() == "ok", "the account is well");
    }

    [Fact]
    public async Task A_sign_in_is_finished_once_in_time_by_whoever_began_it_and_in_the_same_browser()
    {
        var person = await steward.NewPersonAsync();
        var consent = await steward.ConsentAsync(person, NewAddress());

        using var otherBrowser = new HttpClient { BaseAddress = steward.Url };
        otherBrowser.DefaultRequestHeaders.Authorization = person.DefaultRequestHeaders.Authorization;
        Assert.Equal("connection_unknown", await CodeAsync(await GoogleSteward.FinishAsync(otherBrowser, consent)));
        Assert.Equal("connection_unknown", await CodeAsync(await GoogleSteward.FinishAsync(await steward.NewPersonAsync(), consent)));
        Assert.Equal("connection_unknown", await CodeAsync(await GoogleSteward.FinishAsync(person, (consent.Code, consent.State[..^1] + "x"))));
        Assert.Equal(0, await CountAsync(person));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => GoogleSteward.FinishAsync(person, consent)));
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(1, await CountAsync(person));

        var late = await steward.ConsentAsync(person, NewAddress());
        await using (var over = steward.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("UPDATE accounts.connections SET expires_at = '2026-01-01' WHERE used_at IS NULL"))
            await over.ExecuteNonQueryAsync();
        Assert.Equal("connection_unknown", await CodeAsync(await GoogleSteward.FinishAsync(person, late)));
        Assert.Equal(1, await CountAsync(person));
    }

    [Fact]
    public async Task A_code_of_another_sign_in_is_worth_nothing()
    {
        var (victim, thief) = (await steward.NewPersonAsync(), await steward.NewPersonAsync());
        var stolen = await steward.ConsentAsync(victim, NewAddress());
        var own = await steward.ConsentAsync(thief, NewAddress());
        // PKCE: the code was given for the verifier of the other sign-in.
        Assert.Equal("code_refused", await CodeAsync(await GoogleSteward.FinishAsync(thief, (stolen.Code, own.State))));
        Assert.Equal(0, await CountAsync(thief));
    }

    [Fact]
    public async Task What_is_declined_stays_off_and_is_said_and_to_decline_all_connects_nothing()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        var begun = await person.PostAsJsonAsync(Connections, new { provider = "google" });
        var state = System.Web.HttpUtility.ParseQueryString(new Uri((await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationPage").GetString()!).Query)["state"];
        var declined = await person.PostAsJsonAsync(Connections + "/complete", new { state, error = "access_denied" });
        Assert.Equal("access_denied", await CodeAsync(declined));
        Assert.Equal(0, await CountAsync(person));

        Deliver(address, "Hello");
        var connected = await steward.ConnectAsync(person, address, null, "https://www.googleapis.com/auth/calendar.readonly");
        Assert.Equal(["readCalendar"], connected.GetProperty("declined").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal(["readMail"], Access(await GoogleSteward.AccountAsync(person, Id(connected))));

        // Mail comes; the calendar says why it does not, and the account is not called broken for it.
        await ArrivedAsync(person, Id(connected), 1);
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>("/api/v1/items/syncs")).GetProperty("items").EnumerateArray()
            .Any(s => s.TryGetProperty("errorCode", out var code) && code.GetString() == "google_not_allowed"), "the calendar's reason");
        Assert.NotEqual("needsAttention", (await GoogleSteward.AccountAsync(person, Id(connected))).GetProperty("health").GetString());
    }

    [Fact]
    public async Task The_same_account_twice_is_one_and_two_persons_with_the_same_one_stay_apart()
    {
        var (anna, ben, address) = (await steward.NewPersonAsync(), await steward.NewPersonAsync(), NewAddress());
        var first = await steward.ConnectAsync(anna, address);
        var again = await steward.ConnectAsync(anna, address);
        Assert.Equal(("merged", Id(first)), (again.GetProperty("outcome").GetString(), Id(again)));
        Assert.Equal(1, await CountAsync(anna));

        var other = await steward.ConnectAsync(ben, address);
        Assert.Equal("connected", other.GetProperty("outcome").GetString());
        Assert.NotEqual(Id(first), Id(other));

        // Google takes back all that one of its users allowed: so the first to leave leaves the permission to the other.
        var revoked = steward.SignIn.Revocations;
        var left = await (await ben.PostAsJsonAsync($"/api/v1/accounts/{Id(other)}/disconnect", new { items = "delete" })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("somebody else here", left.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(revoked, steward.SignIn.Revocations);
        Assert.Equal(0, await CountAsync(ben));
        Deliver(address, "Still here");
        Assert.Equal(HttpStatusCode.NoContent, (await anna.PostAsync($"/api/v1/items/syncs/{Id(first)}/wake", null)).StatusCode);
        await ArrivedAsync(anna, Id(first), 1);
    }

    [Fact]
    public async Task To_choose_another_account_than_the_one_that_is_meant_is_said_and_changes_nothing()
    {
        var (person, mine, other) = (await steward.NewPersonAsync(), NewAddress(), NewAddress());
        var connected = await steward.ConnectAsync(person, mine);
        var revoked = steward.SignIn.Revocations;
        var wrong = await GoogleSteward.FinishAsync(person, await steward.ConsentAsync(person, other, new { provider = "google", accountId = Id(connected) }));
        Assert.Equal("wrong_account", await CodeAsync(wrong));
        var detail = (await ProblemAsync(wrong)).GetProperty("detail").GetString();
        Assert.Contains(mine, detail, StringComparison.Ordinal);
        Assert.Contains(other, detail, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(person));
        Assert.Equal(revoked + 1, steward.SignIn.Revocations);

        var right = await steward.ConnectAsync(person, mine, new { provider = "google", accountId = Id(connected), access = new[] { "changeMail" }, returnTo = "/chat?x=1" });
        Assert.Equal(("renewed", "/chat?x=1"), (right.GetProperty("outcome").GetString(), right.GetProperty("returnTo").GetString()));
        Assert.Contains("changeMail", Access(await GoogleSteward.AccountAsync(person, Id(connected))));
    }

    [Fact]
    public async Task A_permission_that_ends_asks_for_attention_and_one_sign_in_repairs_it_with_nothing_lost()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        Deliver(address, "Before");
        var id = Id(await steward.ConnectAsync(person, address));
        await ArrivedAsync(person, id, 1);

        steward.SignIn.EndGrant(address);
        await person.PostAsync($"/api/v1/items/syncs/{id}/wake", null);
        await GoogleSteward.UntilAsync(async () => (await GoogleSteward.AccountAsync(person, id)).GetProperty("health").GetString() == "needsAttention", "attention");
        var broken = await GoogleSteward.AccountAsync(person, id);
        Assert.Contains("Sign in again", broken.GetProperty("healthReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, broken.GetProperty("messages").GetInt64());

        Deliver(address, "Meanwhile");
        var repaired = await steward.ConnectAsync(person, address, new { provider = "google", accountId = id });
        Assert.Equal(("renewed", id), (repaired.GetProperty("outcome").GetString(), Id(repaired)));
        await ArrivedAsync(person, id, 2);
        var well = await GoogleSteward.AccountAsync(person, id);
        Assert.Equal(["readMail", "readCalendar"], Access(well));
        Assert.False(well.TryGetProperty("healthReason", out _));
    }

    [Fact]
    public async Task Disconnecting_takes_the_permission_back_and_keeps_or_deletes_what_was_read()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        Deliver(address, "Kept");
        var id = Id(await steward.ConnectAsync(person, address));
        await ArrivedAsync(person, id, 1);
        var revoked = steward.SignIn.Revocations;

        var kept = await (await person.PostAsJsonAsync($"/api/v1/accounts/{id}/disconnect", new { items = "keep" })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(kept.TryGetProperty("note", out _));
        Assert.Equal(revoked + 1, steward.SignIn.Revocations);
        var account = await GoogleSteward.AccountAsync(person, id);
        Assert.Equal(("disconnected", 1), (account.GetProperty("health").GetString(), account.GetProperty("messages").GetInt64()));
        Assert.Empty(Access(account));

        // Connected again it is the same account with the same mail; what came meanwhile comes.
        Deliver(address, "New");
        Assert.Equal(id, Id(await steward.ConnectAsync(person, address)));
        await ArrivedAsync(person, id, 2);

        // A provider that cannot be reached stops nothing, and it is said where to take the permission back oneself.
        steward.SignIn.Before = http => Task.FromResult<IResult?>(http.Request.Path == "/oauth2/revoke" ? Results.StatusCode(503) : null);
        var deleted = await (await person.PostAsJsonAsync($"/api/v1/accounts/{id}/disconnect", new { items = "delete" })).Content.ReadFromJsonAsync<JsonElement>();
        steward.SignIn.Before = _ => Task.FromResult<IResult?>(null);
        Assert.Contains("myaccount.google.com", deleted.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(person));
        Assert.Empty((await person.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages?q=in:anywhere")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_change_that_was_approved_waits_for_the_permission_and_goes_on_by_itself()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        Deliver(address, "Weekly deals");
        var id = Id(await steward.ConnectAsync(person, address));
        await ArrivedAsync(person, id, 1);
        var message = (await person.GetFromJsonAsync<JsonElement>("/api/v1/mail/messages?q=subject:deals")).GetProperty("items")[0].GetProperty("id").GetString();

        async Task<JsonElement> ProposeAsync(string kind)
        {
            var made = await person.PostAsJsonAsync("/api/v1/actions", new { kind, accountId = id, payload = new { messageId = message }, idempotencyKey = Guid.NewGuid().ToString() });
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
            var proposal = await made.Content.ReadFromJsonAsync<JsonElement>();
            (await person.PostAsJsonAsync($"/api/v1/approvals/{proposal.GetProperty("id").GetString()}/approve", new { hash = proposal.GetProperty("hash").GetString() })).EnsureSuccessStatusCode();
            return proposal;
        }

        Task<JsonElement> NowAsync(JsonElement proposal) => person.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{proposal.GetProperty("id").GetString()}");

        var archive = await ProposeAsync("mail.archive");
        await GoogleSteward.UntilAsync(async () => (await NowAsync(archive)).TryGetProperty("error", out _), "it says what it waits for");
        var waiting = await NowAsync(archive);
        Assert.Equal(("approved", "access_missing"), (waiting.GetProperty("state").GetString(), waiting.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("change your mail", waiting.GetProperty("error").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("INBOX", steward.SignIn.Apis!.Mailbox(address).Messages.Single().Labels);
        var kinds = (await person.GetFromJsonAsync<JsonElement>("/api/v1/actions/kinds")).GetProperty("items").EnumerateArray();
        Assert.Equal("changeMail", kinds.Single(k => k.GetProperty("name").GetString() == "mail.archive").GetProperty("needs").GetString());

        // A consent to something else changes nothing about it; the right one is all it takes.
        await steward.ConnectAsync(person, address, new { provider = "google", accountId = id, access = new[] { "changeCalendar" } });
        await GoogleSteward.UntilAsync(async () => (await NowAsync(archive)).TryGetProperty("error", out _), "it waits on");
        Assert.Contains("INBOX", steward.SignIn.Apis.Mailbox(address).Messages.Single().Labels);
        await steward.ConnectAsync(person, address, new { provider = "google", accountId = id, access = new[] { "changeMail" } });
        await GoogleSteward.UntilAsync(async () => (await NowAsync(archive)).GetProperty("state").GetString() == "done", "it is done");
        Assert.DoesNotContain("INBOX", steward.SignIn.Apis.Mailbox(address).Messages.Single().Labels);

        // The same with a permission that is over: one sign-in, and it goes on.
        steward.SignIn.EndGrant(address);
        await person.PostAsync($"/api/v1/items/syncs/{id}/wake", null);
        await GoogleSteward.UntilAsync(async () => (await GoogleSteward.AccountAsync(person, id)).GetProperty("health").GetString() == "needsAttention", "attention");
        var star = await ProposeAsync("mail.star");
        await GoogleSteward.UntilAsync(async () => (await NowAsync(star)).TryGetProperty("error", out var e) && e.GetProperty("code").GetString() == "account_needs_attention", "it says so");
        await steward.ConnectAsync(person, address, new { provider = "google", accountId = id });
        await GoogleSteward.UntilAsync(async () => (await NowAsync(star)).GetProperty("state").GetString() == "done", "it is done too");
    }

    [Fact]
    public async Task What_Google_asks_a_run_to_wait_is_seen_in_the_run()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        Deliver(address, "Weekly deals");
        var id = Id(await steward.ConnectAsync(person, address, new { provider = "google", access = new[] { "readMail", "readCalendar", "changeMail" } }));
        await ArrivedAsync(person, id, 1);
        var slowed = 0;
        steward.SignIn.Apis!.Before = (http, call) =>
        {
            if (!call.EndsWith("/modify", StringComparison.Ordinal) || Interlocked.Increment(ref slowed) > 1)
                return Task.FromResult<Testing.Google.GoogleAnswer?>(null);
            http.Response.Headers.RetryAfter = "1";
            return Task.FromResult<Testing.Google.GoogleAnswer?>(Testing.Google.GoogleAnswer.Error(429, "rateLimitExceeded", "Too many requests"));
        };
        (await person.PostAsJsonAsync("/api/v1/chat", new { turnId = Guid.NewGuid(), message = "Archive all emails from anna@example.com" })).EnsureSuccessStatusCode();
        JsonElement proposal = default;
        await GoogleSteward.UntilAsync(async () =>
        {
            var pending = (await person.GetFromJsonAsync<JsonElement>("/api/v1/approvals/pending")).GetProperty("items");
            if (pending.GetArrayLength() == 0)
                return false;
            proposal = pending[0];
            return true;
        }, "the proposal");
        (await person.PostAsJsonAsync($"/api/v1/approvals/{proposal.GetProperty("id").GetString()}/approve", new { hash = proposal.GetProperty("hash").GetString() })).EnsureSuccessStatusCode();
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{proposal.GetProperty("id").GetString()}")).GetProperty("state").GetString() == "done", "it is done");
        steward.SignIn.Apis.Before = (_, _) => Task.FromResult<Testing.Google.GoogleAnswer?>(null);

        var runId = proposal.GetProperty("runId").GetString();
        JsonElement wait = default;
        await GoogleSteward.UntilAsync(async () =>
        {
            wait = (await person.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{runId}/waits")).GetProperty("items").EnumerateArray().FirstOrDefault(w => w.GetProperty("reason").GetString() == "Google asks to slow down");
            return wait.ValueKind == JsonValueKind.Object;
        }, "the wait");
        Assert.Equal((1, 1.0), (wait.GetProperty("times").GetInt32(), wait.GetProperty("seconds").GetDouble()));
        Assert.Equal(HttpStatusCode.NotFound, (await (await steward.NewPersonAsync()).GetAsync($"/api/v1/runs/{runId}/waits")).StatusCode);

        // A change that was made by hand belongs to no run: what it waits for is seen beside it. Told to come back later than in a minute, it waits as a change.
        var asked = 0;
        steward.SignIn.Apis.Before = (http, call) =>
        {
            if (!call.EndsWith("/modify", StringComparison.Ordinal) || Interlocked.Increment(ref asked) > 2)
                return Task.FromResult<Testing.Google.GoogleAnswer?>(null);
            http.Response.Headers.RetryAfter = asked == 1 ? "1" : "90";
            return Task.FromResult<Testing.Google.GoogleAnswer?>(Testing.Google.GoogleAnswer.Error(429, "rateLimitExceeded", "Too many requests"));
        };
        var byHand = await (await person.PostAsJsonAsync("/api/v1/actions", new { kind = "mail.star", accountId = id, payload = proposal.GetProperty("payload"), idempotencyKey = Guid.NewGuid().ToString() })).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/v1/approvals/{byHand.GetProperty("id").GetString()}";
        (await person.PostAsJsonAsync($"{path}/approve", new { hash = byHand.GetProperty("hash").GetString() })).EnsureSuccessStatusCode();
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>(path)).TryGetProperty("error", out var error) && error.GetProperty("code").GetString() == "put_off", "it is put off");
        steward.SignIn.Apis.Before = (_, _) => Task.FromResult<Testing.Google.GoogleAnswer?>(null);
        Assert.Equal("executing", (await person.GetFromJsonAsync<JsonElement>(path)).GetProperty("state").GetString());
        await GoogleSteward.UntilAsync(async () => (await person.GetFromJsonAsync<JsonElement>($"{path}/waits")).GetProperty("items").EnumerateArray().Any(w => w.GetProperty("reason").GetString() == "Google asks to slow down"), "its wait");
        Assert.Equal(HttpStatusCode.NotFound, (await (await steward.NewPersonAsync()).GetAsync($"{path}/waits")).StatusCode);
    }

    [Fact]
    public async Task Erasing_a_person_takes_their_permissions_back_and_their_export_holds_no_token()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        await steward.ConnectAsync(person, address);
        var export = await person.GetStringAsync("/api/v1/auth/me/export");
        Assert.Contains(address, export, StringComparison.Ordinal);
        Assert.Contains("accounts.grants", export, StringComparison.Ordinal);
        Assert.All(steward.SignIn.Secrets, secret => Assert.DoesNotContain(secret, export, StringComparison.Ordinal));
        Assert.DoesNotContain("sealed", export, StringComparison.Ordinal);

        var revoked = steward.SignIn.Revocations;
        var me = await person.GetFromJsonAsync<JsonElement>("/api/v1/auth/me");
        var erased = await person.PostAsJsonAsync("/api/v1/auth/me/erase", new { email = me.GetProperty("email").GetString() });
        Assert.Empty((await erased.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("notes").EnumerateArray());
        Assert.Equal(revoked + 1, steward.SignIn.Revocations);
        Assert.Empty(await steward.TablesThatHoldAsync([address, me.GetProperty("id").GetString()!]));
    }

    [Fact]
    public async Task No_token_code_or_secret_is_in_any_log_or_in_clear_in_any_table()
    {
        var (person, address) = (await steward.NewPersonAsync(), NewAddress());
        var id = Id(await steward.ConnectAsync(person, address));
        await GoogleSteward.FinishAsync(person, ("4/wrong", "wrong"));
        var consent = await steward.ConsentAsync(person, address, new { provider = "google", accountId = id });
        steward.SignIn.Before = http => Task.FromResult<IResult?>(http.Request.Path == "/oauth2/token" ? Results.Text("<html>a proxy's page</html>", "text/html", null, 502) : null);
        Assert.Equal("provider_unreachable", await CodeAsync(await GoogleSteward.FinishAsync(person, consent)));
        steward.SignIn.Before = _ => Task.FromResult<IResult?>(null);
        steward.SignIn.EndAccess(address); // 401 at the next request: renewed and tried again
        Deliver(address, "After the renewal");
        await person.PostAsync($"/api/v1/items/syncs/{id}/wake", null);
        await ArrivedAsync(person, id, 1);
        steward.SignIn.EndGrant(address);
        await person.PostAsync($"/api/v1/items/syncs/{id}/wake", null);
        await GoogleSteward.UntilAsync(async () => (await GoogleSteward.AccountAsync(person, id)).GetProperty("health").GetString() == "needsAttention", "attention");
        await person.PostAsJsonAsync($"/api/v1/accounts/{id}/disconnect", new { items = "delete" });

        string[] secrets = [.. steward.SignIn.Secrets, consent.State];
        Assert.True(secrets.Length > 8);
        var log = string.Join('\n', steward.Log);
        Assert.Contains("grant", log, StringComparison.Ordinal); // it is this Steward's log
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        Assert.Empty(await steward.TablesThatHoldAsync(secrets));
    }
}
