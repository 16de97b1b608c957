using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>Before a time is looked for with somebody whose signature and mail name different zones, the person is asked once where they are.</summary>
sealed class AskForZone(StewardDbContext db, HoursOfContacts hours, PersonSettingsReader settings, TimeProvider clock)
{
    /// <summary>What such a question is missing: the turn that answers it takes the request up again.</summary>
    public const string Missing = "zone";

    /// <summary>Null when the plan looks for no time with others, or nothing needs to be asked. That it was asked is staged on the context.</summary>
    public async Task<PlanQuestion?> StageAsync(Guid personId, Plan plan, CancellationToken cancel)
    {
        var guests = plan.Steps.Where(step => step.Tool == "calendar.find-slots").SelectMany(Guests).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (guests.Count == 0)
            return null;
        var own = await settings.GetAsync(personId, cancel);
        var unclear = (await hours.WhereaboutsAsync(personId, guests, own.Zone, cancel)).Where(w => w.Zones.Count > 1).ToList();
        foreach (var guest in unclear)
        {
            if (await db.Set<AskedZone>().AnyAsync(a => a.PersonId == personId && a.Address == guest.Address, cancel))
                continue;
            db.Add(new AskedZone { PersonId = personId, Address = guest.Address, AskedAt = clock.GetUtcNow() });
            var name = Sentence.Escape(guest.Name);
            return new PlanQuestion($"Where is {name} now? {string.Join(", but ", guest.Zones.Select(z => Sentence.Escape(z.Because.Replace(" (an estimate)", "", StringComparison.Ordinal))))}.", Missing,
                [.. guest.Zones.Select(z => new QuestionChoice(City(z.Zone), $"{guest.Address} is in {z.Zone}", z.Because))]);
        }
        return null;
    }

    static string City(string zone) => new WorkingHours(zone, default, default, []).City;

    /// <summary>Addresses that stand in the step itself, where it looks for a time and does not only ask whether a given one is free.</summary>
    static IEnumerable<string> Guests(PlanStep step)
    {
        var open = !(Instant(step, "from") is { } from && Instant(step, "to") is { } to && step.Arguments.TryGetValue("minutes", out var minutes) && minutes.TryGetInt32(out var length) && to - from <= TimeSpan.FromMinutes(length));
        return open && step.Arguments.TryGetValue("attendees", out var guests) && guests.ValueKind == JsonValueKind.Array
            ? guests.EnumerateArray().Where(g => g.ValueKind == JsonValueKind.Object && g.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.String).Select(g => g.GetProperty("email").GetString()!) : [];
    }

    static DateTimeOffset? Instant(PlanStep step, string name) =>
        step.Arguments.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant) ? instant : null;
}
