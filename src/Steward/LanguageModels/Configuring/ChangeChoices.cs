using Microsoft.EntityFrameworkCore;
using Steward.LanguageModels.Budgets;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Tier">Null: it stays. Only those who run this Steward may change theirs.</param>
/// <param name="PerDay">US dollars; null: the tier's own limit. A wider one than the tier's changes nothing.</param>
sealed record ChoicesInput(bool LocalOnly, string? Tier, decimal? PerDay, decimal? PerHour, decimal? PerRun);

static class ChangeChoices
{
    public static async Task<Error?> ExecuteAsync(StewardDbContext db, Guid personId, ChoicesInput input, CancellationToken cancel)
    {
        foreach (var (field, value) in new[] { ("perDay", input.PerDay), ("perHour", input.PerHour), ("perRun", input.PerRun) })
        {
            if (value is < 0 or > 100_000)
                return Error.Invalid(field, "A limit is between 0 and 100,000 USD.");
        }
        var row = await db.Set<Choices>().SingleOrDefaultAsync(c => c.PersonId == personId, cancel);
        var tier = input.Tier ?? row?.Tier ?? "free";
        if (!await db.Set<Tier>().AnyAsync(t => t.Name == tier, cancel))
            return Error.Invalid("tier", "There is no such plan.");
        if (tier != (row?.Tier ?? "free") && !await Operators.IsOneAsync(db, personId, cancel))
            return Error.Refused("not_yours", "Plans are given by those who run this Steward.");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO models.choices AS c (person_id, tier, local_only, per_day, per_hour, per_run, version)
            VALUES ({personId}, {tier}, {input.LocalOnly}, {input.PerDay}, {input.PerHour}, {input.PerRun}, 1)
            ON CONFLICT (person_id) DO UPDATE SET tier = excluded.tier, local_only = excluded.local_only, per_day = excluded.per_day, per_hour = excluded.per_hour,
                per_run = excluded.per_run, told_of = NULL, told_at = NULL, version = c.version + 1
            """, cancel);
        return null;
    }
}
