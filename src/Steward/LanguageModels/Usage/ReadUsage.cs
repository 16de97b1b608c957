using System.Globalization;
using Npgsql;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Providers;

namespace Steward.LanguageModels.Usage;

/// <summary>What the person's model calls took. US dollars; days are those of the person's zone.</summary>
sealed record UsageView(
    BudgetView Budget, UsageSum Total, IReadOnlyList<UsageDay> Days, IReadOnlyList<UsagePart> Models, IReadOnlyList<UsagePart> Tasks, IReadOnlyList<UsagePart> Conversations, Forecast Forecast);

sealed record BudgetView(string Tier, decimal PerDay, decimal PerHour, decimal PerRun, decimal SpentToday, decimal SpentThisHour, DateTimeOffset ResetsAt);

/// <param name="Estimated">Of the calls: those whose tokens or price are estimated, or whose upper bound stands in for what it cost.</param>
sealed record UsageSum(int Calls, int Failed, int Cached, int Estimated, long InputTokens, long OutputTokens, decimal Cost, decimal Saved);

sealed record UsageDay(DateOnly Day, int Calls, decimal Cost, long Tokens);

/// <param name="Key">"provider/model", the task, or the conversation's id.</param>
sealed record UsagePart(string Key, int Calls, long Tokens, decimal Cost, bool? Local);

/// <summary>A straight line: this month so far, and for each day that is left the mean of the last <paramref name="OfDays"/> days. It knows of no plans and no holidays.</summary>
sealed record Forecast(decimal MonthSoFar, decimal MonthEnd, int OfDays);

sealed class ReadUsage(NpgsqlDataSource database, PersonSetups setups, BudgetReader budgets, TimeProvider clock)
{
    const int ForecastDays = 14;

    public async Task<UsageView> ExecuteAsync(Guid personId, int days, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var setup = await setups.OfAsync(personId, cancel);
        var today = setup.Day(now);
        var from = Start(setup, today.AddDays(1 - days));
        var state = await budgets.ReadAsync(personId, null, setup.DayStart(now), cancel);
        var byDay = await RowsAsync(
            """
            SELECT to_char(started_at AT TIME ZONE $3, 'YYYY-MM-DD'), count(*), coalesce(sum(input_tokens + output_tokens), 0), coalesce(sum(charged), 0), NULL::boolean
            FROM models.calls WHERE person_id = $1 AND started_at >= $2 GROUP BY 1 ORDER BY 1
            """, personId, from, cancel, setup.Zone.Id);
        var known = byDay.ToDictionary(d => DateOnly.ParseExact(d.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        return new UsageView(
            new BudgetView(state.Tier, state.PerDay, state.PerHour, state.PerRun, state.SpentToday, state.SpentThisHour, Start(setup, today.AddDays(1))),
            await SumAsync(personId, from, cancel),
            [.. Enumerable.Range(0, days).Select(i => today.AddDays(1 - days + i)).Select(day => known.TryGetValue(day, out var d) ? new UsageDay(day, d.Calls, d.Cost, d.Tokens) : new UsageDay(day, 0, 0, 0))],
            await PartsAsync("provider || '/' || model", personId, from, cancel), await PartsAsync("task", personId, from, cancel), await PartsAsync("conversation_id::text", personId, from, cancel),
            await ForecastAsync(personId, setup, today, cancel));
    }

    static DateTimeOffset Start(PersonSetup setup, DateOnly day) => setup.Zone.AtStartOfDay(NodaTime.LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    Task<List<UsagePart>> PartsAsync(string key, Guid personId, DateTimeOffset from, CancellationToken cancel) => RowsAsync(
        $"""
        SELECT {key}, count(*), coalesce(sum(input_tokens + output_tokens), 0), coalesce(sum(charged), 0), bool_and(local)
        FROM models.calls WHERE person_id = $1 AND started_at >= $2 AND {key} IS NOT NULL GROUP BY 1 ORDER BY 4 DESC, 3 DESC, 1 LIMIT 20
        """, personId, from, cancel);

    async Task<List<UsagePart>> RowsAsync(string sql, Guid personId, DateTimeOffset from, CancellationToken cancel, params object[] more)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in (object[])[personId, from, .. more])
            command.Parameters.AddWithValue(value);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<UsagePart>();
        while (await reader.ReadAsync(cancel))
            rows.Add(new UsagePart(reader.GetString(0), (int)reader.GetInt64(1), reader.GetInt64(2), reader.GetDecimal(3), await reader.IsDBNullAsync(4, cancel) ? null : reader.GetBoolean(4)));
        return rows;
    }

    async Task<UsageSum> SumAsync(Guid personId, DateTimeOffset from, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT count(*), count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'cached'), count(*) FILTER (WHERE estimated AND state <> 'failed'),
                coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), coalesce(sum(charged), 0), coalesce(sum(saved), 0)
            FROM models.calls WHERE person_id = $1 AND started_at >= $2
            """);
        command.Parameters.AddWithValue(personId);
        command.Parameters.AddWithValue(from);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new UsageSum((int)reader.GetInt64(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2), (int)reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetDecimal(6), reader.GetDecimal(7));
    }

    async Task<Forecast> ForecastAsync(Guid personId, PersonSetup setup, DateOnly today, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT coalesce(sum(charged) FILTER (WHERE started_at >= $2), 0), coalesce(sum(charged) FILTER (WHERE started_at >= $3 AND started_at < $4), 0), min(started_at)
            FROM models.calls WHERE person_id = $1 AND charged > 0
            """);
        command.Parameters.AddWithValue(personId);
        command.Parameters.AddWithValue(Start(setup, new DateOnly(today.Year, today.Month, 1)));
        command.Parameters.AddWithValue(Start(setup, today.AddDays(-ForecastDays)));
        command.Parameters.AddWithValue(Start(setup, today));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (month, recent) = (reader.GetDecimal(0), reader.GetDecimal(1));
        // Somebody who began three days ago has three days to go by, not fourteen.
        var days = await reader.IsDBNullAsync(2, cancel) ? 0 : Math.Min(ForecastDays, today.DayNumber - setup.Day(new DateTimeOffset(reader.GetDateTime(2))).DayNumber);
        var left = DateTime.DaysInMonth(today.Year, today.Month) - today.Day;
        return new Forecast(month, month + (days == 0 ? 0 : recent / days * left), days);
    }
}
