using Npgsql;
using NpgsqlTypes;

namespace Steward.LanguageModels.Budgets;

/// <summary>US dollars: the limits that hold, and what of them is spent or set aside.</summary>
sealed record BudgetState(string Tier, decimal PerDay, decimal PerHour, decimal PerRun, decimal SpentToday, decimal SpentThisHour, decimal SpentInRun)
{
    public decimal Left => Math.Max(0, Math.Min(Math.Min(PerDay - SpentToday, PerHour - SpentThisHour), PerRun - SpentInRun));
}

/// <summary>Reads what <c>models.reserve</c> decides by. For showing only: nothing is decided on it.</summary>
sealed class BudgetReader(NpgsqlDataSource database, TimeProvider clock)
{
    public async Task<BudgetState> ReadAsync(Guid personId, Guid? runId, DateTimeOffset dayStart, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT t.name, least(c.per_day, t.per_day), least(c.per_hour, t.per_hour), least(c.per_run, t.per_run),
                (SELECT coalesce(sum(charged), 0) FROM models.calls WHERE person_id = $1 AND charged > 0 AND started_at >= $2),
                (SELECT coalesce(sum(charged), 0) FROM models.calls WHERE person_id = $1 AND charged > 0 AND started_at > $3),
                (SELECT coalesce(sum(charged), 0) FROM models.calls WHERE run_id = $4 AND person_id = $1 AND charged > 0)
            FROM (SELECT $1 AS person_id) p LEFT JOIN models.choices c USING (person_id) JOIN models.tiers t ON t.name = coalesce(c.tier, 'free')
            """);
        command.Parameters.AddWithValue(personId);
        command.Parameters.AddWithValue(dayStart);
        command.Parameters.AddWithValue(clock.GetUtcNow().AddHours(-1));
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = runId is { } run ? run : DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new BudgetState(reader.GetString(0), reader.GetDecimal(1), reader.GetDecimal(2), reader.GetDecimal(3), reader.GetDecimal(4), reader.GetDecimal(5), reader.GetDecimal(6));
    }
}
