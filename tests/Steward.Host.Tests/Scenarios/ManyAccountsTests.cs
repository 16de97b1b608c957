using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Host.Tests.Accounts;
using Steward.Testing.Google;

namespace Steward.Host.Tests.Scenarios;

/// <summary>
/// Somebody with a Google account for work, another one for a club, and a local one: every family of requests over all three, each card with the account that it is about, and what was done seen where it
/// belongs: at Google, by its own log, or here. It is Friday 20 November 2026, ten o'clock in Berlin.
/// </summary>
public sealed class ManyAccountsTests(GoogleSteward steward) : IClassFixture<GoogleSteward>
{
    const string Window = "calendar/events?from=2026-11-16T00:00:00Z&to=2026-12-20T00:00:00Z";

    readonly string work = $"olivia-{Guid.NewGuid():n}@work.test", club = $"olivia-{Guid.NewGuid():n}@club.test";

    GmailBox Mail(string address) => steward.SignIn.Apis!.Mailbox(address);

    CalendarBox Events(string address) => steward.SignIn.Apis!.Calendars(address);

    void Deliver(string to, string from, string subject, string text, int daysAgo, params string[] labels)
    {
        var date = Somebody.Now.AddDays(-daysAgo);
        Mail(to).Deliver(Encoding.UTF8.GetBytes($"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():n}@example.org>\r\nDate: {date:R}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"), ["INBOX", .. labels], date);
    }

    void Meet(string who, string title, string start, string end, params string[] guests)
    {
        var id = Guid.NewGuid().ToString("n");
        JsonObject At(string time) => new() { ["dateTime"] = time + "+01:00", ["timeZone"] = "Europe/Berlin" };
        var e = new JsonObject { ["id"] = id, ["iCalUID"] = $"{id}@google.com", ["status"] = "confirmed", ["summary"] = title, ["start"] = At(start), ["end"] = At(end), ["organizer"] = new JsonObject { ["email"] = guests.FirstOrDefault() ?? who } };
        if (guests.Length > 0)
            e["attendees"] = new JsonArray([.. guests.Append(who).Select(g => (JsonNode)new JsonObject { ["email"] = g, ["organizer"] = g == guests[0], ["responseStatus"] = g == who ? "needsAction" : "accepted" })]);
        Events(who).Primary.Put(e);
    }

    async Task<Somebody> JoinAsync()
    {
        var person = await steward.NewPersonAsync($"olivia-{Guid.NewGuid():n}@steward.local");
        var all = new[] { "readMail", "changeMail", "sendMail", "readCalendar", "changeCalendar" };
        await steward.ConnectAsync(person, work, new { provider = "google", label = "work", access = all });
        await steward.ConnectAsync(person, club, new { provider = "google", label = "club", access = all });
        var olivia = await Somebody.OfAsync(person);
        await GoogleSteward.UntilAsync(async () => (await olivia.GetAsync("items/syncs")).GetProperty("items").EnumerateArray().Count(s => s.GetProperty("phase").GetString() == "steady") == 4, "both in step");
        return olivia;
    }

    [Fact]
    public async Task Mail_of_three_accounts()
    {
        foreach (var address in new[] { work, club })
        {
            Deliver(address, "Deals <deals@shop.example>", $"Old offer at {address[^9..]}", "Buy now!", 45, "CATEGORY_PROMOTIONS");
            Deliver(address, "Sarah Miller <sarah@work.example>", $"Harbour at {address[^9..]}", "Could you look at the harbour plan by Monday?", 2, "UNREAD");
        }
        Deliver(club, "Anna <anna@example.org>", "Lease renewal", "The lease ends in May.", 3);
        await using var olivia = await JoinAsync();
        await olivia.ReceiveAsync(new Letter("Deals <deals@shop.example>", "Old offer here", "Buy now!", 45, "Inbox,Category Promotions"), new Letter("Sarah Miller <sarah@work.example>", "Harbour here", "The harbour again.", 2, "Inbox,Unread"));

        var found = await olivia.SayAsync("find unread mail from Sarah across all accounts");
        Assert.Equal(3, (await found.BlockAsync("messages")).GetProperty("total").GetInt32());

        var archived = await olivia.ApproveAllAsync("Archive all promotional emails older than 30 days", "done", "approved");
        Assert.Equal(new[] { olivia.Address, club, work }.Order(StringComparer.Ordinal), Accounts(archived).Order(StringComparer.Ordinal));
        Assert.All(new[] { work, club }, address => Assert.DoesNotContain("INBOX", Mail(address).Messages.Single(m => m.Read.Subject.StartsWith("Old", StringComparison.Ordinal)).Labels));
        await olivia.UndoAsync(archived);
        Assert.All(new[] { work, club }, address => Assert.Contains("INBOX", Mail(address).Messages.Single(m => m.Read.Subject.StartsWith("Old", StringComparison.Ordinal)).Labels));
        Assert.Equal(3, (await olivia.SubjectsAsync("in:inbox subject:offer")).Count);

        var snoozed = await olivia.ApproveAllAsync("snooze Sarah's mail until Monday morning", "done", "approved");
        Assert.Equal(3, Accounts(snoozed).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("INBOX", Mail(work).Messages.Single(m => m.Read.Subject.StartsWith("Harbour", StringComparison.Ordinal)).Labels);
        await olivia.UndoAsync(snoozed);

        var summary = await olivia.ApproveAllAsync("Summarise all mail about the harbour and draft a reply", "done", "approved");
        Assert.Equal("mail.create-draft", Assert.Single(summary).GetProperty("kind").GetString());
        Assert.Single(await olivia.SubjectsAsync("in:drafts"));
        await olivia.UndoAsync(summary);
        Assert.Empty(await olivia.SubjectsAsync("in:drafts"));

        var forward = Assert.Single(await olivia.ApproveAllAsync("forward all mail about the lease from club to work", "done", "approved"));
        Assert.Equal(("mail.forward", club), (forward.GetProperty("kind").GetString(), forward.GetProperty("accountAddress").GetString()));
        await olivia.PostAsync($"actions/{forward.GetProperty("id").GetGuid()}/send-now", new { });
        await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == forward.GetProperty("id").GetGuid() && e.GetProperty("state").GetString() == "done");
        Assert.Single(Mail(club).Sent);
        Assert.Empty(Mail(work).Sent);
        Assert.Contains(Mail(work).Messages, m => m.Read.Subject == "Fwd: Lease renewal" && m.Labels.Contains("INBOX"));
    }

    [Fact]
    public async Task Calendars_of_three_accounts()
    {
        Meet(work, "Review", "2026-11-24T10:00:00", "2026-11-24T11:00:00", "elena@example.org");
        Meet(club, "Regatta", "2026-11-25T14:00:00", "2026-11-25T16:00:00");
        await using var olivia = await JoinAsync();
        await olivia.HaveAsync(olivia.AccountId, new Appointment("Haircut", "20261126T080000", "20261126T084500"));
        Assert.Equal(["Haircut", "Regatta", "Review"], (await olivia.EventsAsync(Window)).Select(e => e.Title).Order(StringComparer.Ordinal));

        // Free time is free in all of them.
        var slots = (await (await olivia.SayAsync("Find a free slot next week for a 2-hour workshop")).BlockAsync("slots")).GetProperty("items").EnumerateArray()
            .Select(s => (Start: s.GetProperty("start").GetDateTimeOffset(), End: s.GetProperty("end").GetDateTimeOffset())).ToList();
        Assert.NotEmpty(slots);
        var taken = await olivia.EventsAsync(Window);
        Assert.All(slots, slot => Assert.DoesNotContain(taken, e => e.Start < slot.End && slot.Start < e.End));

        // Who is told by Google is said on the card, and Google is asked to tell them.
        var moved = Assert.Single(await olivia.ApproveAllAsync("move the review on Tuesday to 3pm", "done", "approved"));
        Assert.Equal(("calendar.update-event", work), (moved.GetProperty("kind").GetString(), moved.GetProperty("accountAddress").GetString()));
        Assert.Contains(moved.GetProperty("preview").GetProperty("notes").EnumerateArray(), n => n.GetString() == "Google tells the guest by mail, and again if you undo it.");
        Assert.Contains(steward.SignIn.Apis!.Requests, r => r.Address == work && r.Call.StartsWith("PATCH calendar/v3/", StringComparison.Ordinal));
        await olivia.UndoAsync([moved]);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero), (await olivia.EventsAsync(Window)).Single(e => e.Title == "Review").Start);
        Assert.Equal(["patch", "update"], Events(work).Effects.Select(e => e.Split(' ')[0]));

        // From one account to another, and copies in all.
        var transfer = await olivia.ApproveAllAsync("Move meetings from the club to the work calendar next week", "done", "approved");
        Assert.Equal([("calendar.create-event", work), ("calendar.delete-event", club)], transfer.Select(p => (p.GetProperty("kind").GetString()!, p.GetProperty("accountAddress").GetString()!)).Order());
        Assert.Equal("cancelled", Events(club).Primary.Events.Values.Single()["status"]!.GetValue<string>());
        await olivia.UndoAsync(transfer);
        Assert.Equal("confirmed", Events(club).Primary.Events.Values.Single()["status"]!.GetValue<string>());

        var copies = await olivia.ApproveAllAsync("Sync availability across all calendars", "done", "approved");
        Assert.Equal(3, Accounts(copies).Distinct(StringComparer.Ordinal).Count());
        Assert.All(copies, p => Assert.Equal("Busy", p.GetProperty("payload").GetProperty("summary").GetString()));
        await olivia.UndoAsync(copies);
        Assert.Equal(["Haircut", "Regatta", "Review"], (await olivia.EventsAsync(Window)).Select(e => e.Title).Order(StringComparer.Ordinal));
    }

    static IEnumerable<string> Accounts(IEnumerable<JsonElement> proposals) => proposals.Select(p => p.GetProperty("accountAddress").GetString()!);
}
