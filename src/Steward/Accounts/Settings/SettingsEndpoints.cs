using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Steward.Platform;

namespace Steward.Accounts.Settings;

sealed record SettingsView(
    string Zone, string Locale, TimeOnly WorkdayStart, TimeOnly WorkdayEnd, int[] Workdays, int UndoWindowSeconds, int ApprovalMinutes, int BatchApprovalMinutes, string[] AutoReject, PlanWith PlanWith = PlanWith.Auto);

static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/settings").WithTags("settings");
        settings.MapGet("", async (CurrentPerson person, PersonSettingsReader reader, CancellationToken cancel) => TypedResults.Ok(View(await reader.GetAsync(person.Id, cancel))));
        settings.MapPut("", SaveAsync).Produces<SettingsView>();
    }

    static async Task<IResult> SaveAsync(SettingsView request, CurrentPerson person, StewardDbContext db, CancellationToken cancel)
    {
        if (Check(request) is { } error)
            return error.ToProblem();
        var settings = await db.Set<PersonSettings>().SingleOrDefaultAsync(s => s.PersonId == person.Id, cancel);
        if (settings is null)
            db.Add(settings = new PersonSettings { PersonId = person.Id });
        settings.Zone = request.Zone;
        settings.Locale = request.Locale;
        settings.WorkdayStart = request.WorkdayStart;
        settings.WorkdayEnd = request.WorkdayEnd;
        settings.Workdays = [.. request.Workdays.Distinct().Order()];
        settings.UndoWindowSeconds = request.UndoWindowSeconds;
        settings.ApprovalMinutes = request.ApprovalMinutes;
        settings.BatchApprovalMinutes = request.BatchApprovalMinutes;
        settings.AutoReject = [.. request.AutoReject.Distinct(StringComparer.Ordinal)];
        settings.PlanWith = request.PlanWith;
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(View(settings));
    }

    static Error? Check(SettingsView s) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(s.Zone ?? "") is null ? Error.Invalid("zone", "This is not an IANA time zone, such as Europe/Berlin.")
        : !IsLocale(s.Locale) ? Error.Invalid("locale", "This is not a language tag, such as en-GB.")
        : s.WorkdayEnd <= s.WorkdayStart ? Error.Invalid("workdayEnd", "The working day must end after it starts.")
        : s.Workdays is null || s.Workdays.Any(d => d is < 1 or > 7) ? Error.Invalid("workdays", "Days are 1 (Monday) to 7 (Sunday).")
        : s.UndoWindowSeconds is < 0 or > 86400 ? Error.Invalid("undoWindowSeconds", "The undo window is between 0 seconds and a day.")
        : s.ApprovalMinutes is < 1 or > 43200 ? Error.Invalid("approvalMinutes", "An approval waits between a minute and 30 days.")
        : s.BatchApprovalMinutes is < 1 or > 43200 ? Error.Invalid("batchApprovalMinutes", "An approval waits between a minute and 30 days.")
        : s.AutoReject is null || s.AutoReject.Length > 100 || s.AutoReject.Any(k => k is null or { Length: > 100 }) ? Error.Invalid("autoReject", "At most 100 action kinds.")
        : null;

    static bool IsLocale(string? tag) => tag is { Length: >= 2 and <= 35 } && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    static SettingsView View(PersonSettings s) =>
        new(s.Zone, s.Locale, s.WorkdayStart, s.WorkdayEnd, s.Workdays, s.UndoWindowSeconds, s.ApprovalMinutes, s.BatchApprovalMinutes, s.AutoReject, s.PlanWith);
}
