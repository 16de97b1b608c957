using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
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

namespace Steward.Bench;

/// <summary>
/// A mailbox at a server that stands for Google, synced for the first time, and polled afterwards; beside it the same octets fetched from the same server and thrown away.
/// Google's quotas are left out, so that Steward is measured and not they; what they allow is printed beside it. Everything is one process,
/// and PostgreSQL runs without fsync: a sync commits once for fifty messages, so the disk is not what it waits for.
/// </summary>
static class GoogleBench
{
    /// <summary>Gmail: 250 units a second for a person, of which a message takes 20.</summary>
    const double GoogleAllows = 250 / 20.0;

    public static async Task RunAsync(Report report, int messages)
    {
        report.Section(string.Create(CultureInfo.InvariantCulture, $"Gmail, first sync of {messages:N0} messages"));
        await using var database = new TestDatabase();
        await database.InitializeAsync();
        await using var google = await GoogleServer.StartAsync(TimeProvider.System);
        var tokens = new AccountTokens();
        google.Authenticate = tokens.AddressOf;
        const string Address = "bench@gmail.test";
        Fill(google.Mailbox(Address), messages);

        var raw = await RawAsync(google, Address);
        report.Add("the same fetched and thrown away", messages / raw.Time.TotalSeconds, "messages/s");
        await using var services = database.Services(s => Add(s, google, tokens), TimeProvider.System);
        await ConnectAsync(database, services, Address);
        google.Requests.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!watching.IsCancellationRequested && await ticks.WaitForNextTickAsync())
                peak = Math.Max(peak, GC.GetTotalMemory(false) - before);
        });
        var start = Stopwatch.GetTimestamp();
        await services.GetRequiredService<SyncWorker>().DrainAsync(default);
        var time = Stopwatch.GetElapsedTime(start);
        await watching.CancelAsync();
        await watch;
        await using var count = database.Source.CreateCommand("SELECT count(*) FROM mail.messages WHERE remote_id IS NOT NULL");
        if ((long)(await count.ExecuteScalarAsync())! != messages)
            throw new InvalidOperationException("The mirror is not whole.");
        report.Add("synced, without Google's quotas", messages / time.TotalSeconds, "messages/s", atLeast: GoogleAllows);
        report.Add("of the raw rate", raw.Time / time, "");
        report.Add("HTTP requests for 1,000 messages", google.Requests.Count(r => r.Call.Contains(" batch/", StringComparison.Ordinal) || r.Call.EndsWith("/messages", StringComparison.Ordinal)) * 1000.0 / messages, "");
        report.Add("octets for a message, as sent", raw.Octets / (double)messages, "B");
        report.Add("memory above rest, at most (with the server's)", peak / 1048576.0, "MiB");
        report.Add("Google's quota lets through", GoogleAllows, "messages/s");

        report.Section("Gmail and Calendar, a poll that finds nothing");
        var polls = new List<double>();
        google.Requests.Clear();
        for (var i = 0; i < 50; i++)
        {
            await using (var due = database.Source.CreateCommand("UPDATE items.syncs SET due_at = now() - interval '1 second'"))
                await due.ExecuteNonQueryAsync();
            var from = Stopwatch.GetTimestamp();
            await services.GetRequiredService<SyncWorker>().DrainAsync(default);
            polls.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
        report.Add("requests, mail", google.Requests.Count(r => r.Call.Contains(" gmail/", StringComparison.Ordinal)) / 50.0, "");
        report.Add("requests, calendar (one calendar)", google.Requests.Count(r => r.Call.Contains(" calendar/", StringComparison.Ordinal)) / 50.0, "");
        report.Add("time: p50", Report.Percentile(polls, 0.5), "ms");
        report.Add("time: p95", Report.Percentile(polls, 0.95), "ms");
    }

    static void Fill(GmailBox box, int messages)
    {
        var text = string.Join('\n', Enumerable.Range(0, 25).Select(i => $"Line {i} of a letter about the harbour plan, the budget and the meeting of next week."));
        for (var i = 0; i < messages; i++)
        {
            var date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i);
            box.Deliver(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"Message-ID: <bench{i}@example.org>\r\nFrom: Person {i % 400} <person{i % 400}@example.org>\r\nTo: bench@gmail.test\r\nSubject: Plan {i}\r\nDate: {date:ddd, dd MMM yyyy HH:mm:ss} +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n")),
                i % 5 == 0 ? ["INBOX", "UNREAD"] : ["INBOX"], date);
        }
    }

    /// <summary>Lists and batches of fifty, as Steward asks for them, one after the other.</summary>
    static async Task<(TimeSpan Time, long Octets)> RawAsync(GoogleServer google, string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = google.Url, DefaultRequestHeaders = { Authorization = new("Bearer", address), UserAgent = { new ProductInfoHeaderValue("bench", "1") } } };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        var ids = google.Mailbox(address).Messages.Select(m => m.Id).ToList();
        var (start, octets) = (Stopwatch.GetTimestamp(), 0L);
        foreach (var chunk in ids.Chunk(50))
        {
            using var body = new MultipartContent("mixed", "bench");
            foreach (var (id, i) in chunk.Select((id, i) => (id, i)))
            {
                var part = new StringContent($"GET /gmail/v1/users/me/messages/{id}?format=full HTTP/1.1\r\n\r\n", Encoding.ASCII);
                part.Headers.ContentType = new MediaTypeHeaderValue("application/http");
                part.Headers.Add("Content-ID", $"<{i}>");
                body.Add(part);
            }
            using var answer = await http.PostAsync("batch/gmail/v1", body);
            octets += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
        return (Stopwatch.GetElapsedTime(start), octets);
    }

    static void Add(IServiceCollection services, GoogleServer google, AccountTokens tokens)
    {
        services.AddSingleton(new MasterKeys(() => [Key]));
        services.AddSingleton(new GoogleQuotas { GmailPerUser = 1e9, GmailPerProject = 1e9, CalendarPerUser = 1e9, CalendarPerProject = 1e9 });
        services.AddAccounts();
        services.AddAudit().AddActions().AddMail().AddCalendar();
        services.AddSyncing();
        services.AddGoogleAccounts(new GoogleOptions { Client = new("steward", new("secret")), Server = google.Url });
        services.RemoveAll<IAuthorizationServer>();
        services.AddSingleton<IAuthorizationServer>(tokens);
        services.AddGoogleApis(GoogleAddresses.At(google.Url));
    }

    static readonly MasterKey Key = MasterKey.New();

    static async Task ConnectAsync(TestDatabase database, IServiceProvider services, string address)
    {
        var (_, account) = await database.AddPersonAsync(address, provider: "google");
        var seals = services.GetRequiredService<Seals>();
        var grant = new Grant { AccountId = account.Id, RefreshTokenSealed = [], GrantedAt = DateTimeOffset.UtcNow, Scopes = [GoogleScopes.GmailModify, GoogleScopes.Calendar] };
        grant.KeepRefreshToken(seals, new(address));
        grant.KeepAccessToken(seals, new($"0#{address}"), DateTimeOffset.UtcNow.AddYears(1));
        await using var db = database.Context();
        db.Add(grant);
        await db.SaveChangesAsync();
    }
}
