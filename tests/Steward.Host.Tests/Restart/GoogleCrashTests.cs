using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Steward.Host.Tests.Accounts;
using Steward.Testing;
using Steward.Testing.Google;

namespace Steward.Host.Tests.Restart;

/// <summary>
/// The process is killed before, in the middle of and after calls to Google. What Google has done, by its own log, is what was approved, as often. In the next life Google refuses every question
/// about that account: the outcome is shown as unknown. In the one after that it is found out by asking.
/// </summary>
public sealed class GoogleCrashTests : IAsyncLifetime
{
    /// <summary>They alternate, so that one of them may be silent while the next change is made on the other.</summary>
    const string Work = "olivia@work.test", Home = "olivia@home.test", Guest = "ben@example.org";

    /// <summary>Neither the change before last nor the one that is under way passes the point of the other's kind, so that each life ends where it should.</summary>
    static readonly (string Point, string Address, bool IsMail)[] Deaths =
    [
        ("google.mail.before-call", Work, true), ("google.mail.before-send", Home, true), ("google.calendar.before-call", Work, false), ("google.calendar.after-call", Home, false), ("google.mail.after-call", Work, true),
    ];

    readonly string folder = StewardProcess.NewDataFolder();
    readonly Dictionary<string, (Guid Account, Guid Calendar)> accounts = [];
    readonly List<Guid> approved = [];
    GoogleSignInServer google = null!;
    volatile string? silent;

    public async ValueTask InitializeAsync()
    {
        google = await GoogleSignInServer.StartWithApisAsync(TimeProvider.System);
        google.Apis!.Before = (http, _) => Task.FromResult(
            silent is { } address && google.AddressOf(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]) == address ? GoogleAnswer.Error(400, "failedPrecondition", "Precondition check failed.") : null);
    }

    public async ValueTask DisposeAsync()
    {
        await google.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Killed_at_any_point_of_a_call_Google_has_done_what_was_approved_and_as_often()
    {
        for (var life = 0; life < Deaths.Length + 2; life++)
        {
            silent = life is > 0 && life <= Deaths.Length ? Deaths[life - 1].Address : null;
            await using var steward = await StartAsync(life);
            using var owner = await steward.OwnerAsync();
            if (life == 0)
                await ConnectAsync(owner);
            if (silent is not null)
                await UntilAsync(owner, approved[life - 1], "unknown");
            if (life >= 2)
                await UntilAsync(owner, approved[life - 2], "done");
            if (life >= Deaths.Length)
                continue;
            await ApproveAsync(owner, life);
            await steward.WaitForExitAsync();
            Assert.NotEqual(0, steward.ExitCode);
        }

        var (work, home) = (google.Apis!.Mailbox(Work), google.Apis.Mailbox(Home));
        Assert.Equal((2, 1), (work.Sent.Count, home.Sent.Count));
        Assert.Equal(3, work.Sent.Concat(home.Sent).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(work.Drafts.Concat(home.Drafts));
        Assert.All(new[] { Work, Home }, address => Assert.StartsWith("insert ", Assert.Single(google.Apis.Calendars(address).Effects), StringComparison.Ordinal));
    }

    Task<StewardProcess> StartAsync(int life)
    {
        // Each life begins when the leases of the one before are over, and what a request had on the wire must have arrived.
        var environment = new Dictionary<string, string>
        {
            ["STEWARD_NOW"] = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).AddMinutes(3 * life).ToString("O", CultureInfo.InvariantCulture),
            ["STEWARD_GOOGLE_CLIENT_ID"] = google.ClientId, ["STEWARD_GOOGLE_CLIENT_SECRET"] = google.ClientSecret, ["STEWARD_GOOGLE_SERVER"] = google.Url.AbsoluteUri,
        };
        if (life < Deaths.Length)
            environment["STEWARD_CRASH_AT"] = Deaths[life].Point;
        return StewardProcess.StartAsync(folder, environment);
    }

    async Task ConnectAsync(HttpClient owner)
    {
        foreach (var address in new[] { Work, Home })
        {
            using var begun = await owner.PostAsJsonAsync("/api/v1/accounts/connections", new { provider = "google", access = new[] { "readMail", "sendMail", "readCalendar", "changeCalendar" } });
            var consent = google.Consent(new((await begun.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("authorizationPage").GetString()!), address);
            using var finished = await GoogleSteward.FinishAsync(owner, consent);
            Assert.True(finished.IsSuccessStatusCode, await finished.Content.ReadAsStringAsync());
            var account = (await finished.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accountId").GetGuid();
            JsonElement calendar = default;
            await GoogleSteward.UntilAsync(async () =>
            {
                calendar = (await owner.GetFromJsonAsync<JsonElement>("/api/v1/calendar/calendars")).GetProperty("items").EnumerateArray().FirstOrDefault(c => c.GetProperty("accountId").GetGuid() == account);
                return calendar.ValueKind == JsonValueKind.Object;
            }, "the calendar");
            accounts[address] = (account, calendar.GetProperty("id").GetGuid());
        }
    }

    /// <summary>Approves the change during which this life ends; the connection may break at any moment.</summary>
    async Task ApproveAsync(HttpClient owner, int life)
    {
        var (_, address, isMail) = Deaths[life];
        var (account, calendar) = accounts[address];
        object payload = isMail
            ? new { to = new[] { new { email = Guest } }, subject = $"letter {life}", text = "Once, please.", typedByPerson = new[] { Guest } }
            : new
            {
                calendarId = calendar, summary = $"meeting {life}", start = new { local = "2026-11-24T10:00:00", zone = "Europe/Berlin" }, end = new { local = "2026-11-24T11:00:00", zone = "Europe/Berlin" },
                attendees = new[] { new { email = Guest } }, typedByPerson = new[] { Guest },
            };
        using var proposed = await owner.PostAsJsonAsync("/api/v1/actions", new { kind = isMail ? "mail.send" : "calendar.create-event", accountId = account, payload, idempotencyKey = $"life {life}" });
        Assert.True(proposed.IsSuccessStatusCode, await proposed.Content.ReadAsStringAsync());
        var proposal = await proposed.Content.ReadFromJsonAsync<JsonElement>();
        approved.Add(proposal.GetProperty("id").GetGuid());
        try
        {
            using var decided = await owner.PostAsJsonAsync($"/api/v1/approvals/{approved[life]}/approve", new { hash = proposal.GetProperty("hash").GetString(), confirm = true });
            Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());
            if (isMail)
                (await owner.PostAsync($"/api/v1/actions/{approved[life]}/send-now", null)).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
        }
    }

    static Task UntilAsync(HttpClient owner, Guid id, string state) => GoogleSteward.UntilAsync(
        async () => (await owner.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{id}")).GetProperty("state").GetString() == state, $"{id} is {state}");
}
