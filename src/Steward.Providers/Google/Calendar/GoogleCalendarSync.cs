using System.Text.Json;
using Steward.Calendar;
using Steward.Items;

namespace Steward.Providers.Google.Calendar;

/// <param name="Tokens">For each calendar whose events are here, by what to ask for changes since; null when it must be compared as a whole.</param>
/// <param name="Next">Calendars that are still to be asked in this round.</param>
sealed record GoogleCalendarCursor(IReadOnlyDictionary<string, string?> Tokens, IReadOnlyList<string> Next, bool Whole, int V = 1);

/// <summary>
/// Keeps the calendars of a Google account mirrored: the list of calendars, then calendar by calendar what has changed. A calendar whose sync token Google no longer knows
/// (410) is compared as a whole. Calendars that the person only reads are left out: they are other people's.
/// </summary>
sealed class GoogleCalendarSync(GoogleCalendarClient google, GoogleSeries series, MirrorCalendar mirror) : ISyncSource
{
    public string Provider => "google";
    public string Resource => "calendar";

    public Task<SyncStep> NextAsync(SyncAccount account, JsonElement? cursor, CancellationToken cancel) => GoogleProblems.ForSyncAsync(async () =>
    {
        var calendars = new CalendarAccount(account.PersonId, account.AccountId, Provider, account.Address);
        var at = cursor?.Deserialize<GoogleCalendarCursor>(Platform.Json.Options) ?? new(new Dictionary<string, string?>(), [], Whole: false);
        return at.Next.Count == 0 ? await BeginRoundAsync(calendars, at, cancel) : await OneAsync(calendars, at, cancel);
    });

    async Task<SyncStep> BeginRoundAsync(CalendarAccount account, GoogleCalendarCursor at, CancellationToken cancel)
    {
        var found = new List<RemoteCalendar>();
        string? page = null;
        do
        {
            var list = await google.ListCalendarsAsync(account.AccountId, page, cancel);
            found.AddRange((list.Items ?? []).Where(c => c is { Deleted: false } && (c.Primary || c is { Hidden: false, Selected: true }) && c.AccessRole is "owner" or "writer").Select(c => new RemoteCalendar(
                c.Id, Platform.VisibleText.CleanLine(c.SummaryOverride ?? c.Summary ?? c.Id), c.BackgroundColor ?? "#3b82f6", c.TimeZone ?? "UTC", c.Primary, ReadOnly: false, Own: c.AccessRole == "owner")));
            page = list.NextPageToken;
        }
        while (page is not null);
        var next = at with { Next = [.. found.OrderByDescending(c => c.Primary).Select(c => c.Id)], Tokens = at.Tokens.Where(t => found.Exists(c => c.Id == t.Key)).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal) };
        return Step(next, token => mirror.SetCalendarsAsync(account, found, token));
    }

    async Task<SyncStep> OneAsync(CalendarAccount account, GoogleCalendarCursor at, CancellationToken cancel)
    {
        var calendar = at.Next[0];
        var since = at.Tokens.GetValueOrDefault(calendar);
        IReadOnlyList<RemoteEvent> events;
        string? token;
        try
        {
            (events, token) = await series.ListAsync(account, calendar, since, cancel);
        }
        catch (GoogleException e) when (e.Gone && since is not null)
        {
            return Step(at with { Tokens = With(at.Tokens, calendar, null) }, _ => Task.FromResult(0));
        }
        catch (GoogleException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            return Step(at with { Next = [.. at.Next.Skip(1)] }, _ => Task.FromResult(0)); // it went while this round was under way; the next round's list tells
        }
        var left = at.Next.Skip(1).ToList();
        return Step(at with { Tokens = With(at.Tokens, calendar, token), Next = left, Whole = at.Whole || left.Count == 0 }, apply => mirror.ApplyAsync(account, calendar, events, whole: since is null, apply));
    }

    static SyncStep Step(GoogleCalendarCursor next, Func<CancellationToken, Task<int>> apply) => new()
    {
        Cursor = Platform.Json.ToElement(next), ApplyAsync = apply, More = next.Next.Count > 0, First = !next.Whole, Done = next.Tokens.Count, Total = next.Tokens.Keys.Union(next.Next, StringComparer.Ordinal).Count(),
    };

    static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?> tokens, string calendar, string? token) => new(tokens, StringComparer.Ordinal) { [calendar] = token };
}
