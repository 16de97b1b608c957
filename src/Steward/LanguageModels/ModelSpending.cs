using Npgsql;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>What one model did within one run, for one kind of work. US dollars.</summary>
/// <param name="Failed">Of the calls; <paramref name="Error"/> is what the last of them said, for a person.</param>
/// <param name="Cached">Of the calls: answered from memory.</param>
/// <param name="Estimated">The cost is no measured one: tokens or price are estimated.</param>
public sealed record ModelUse(ModelTask Task, Brain Brain, int Calls, int Failed, int Cached, long Tokens, decimal Cost, bool Estimated, string? Error);

/// <summary>Reads from the ledger which models worked for runs, and what that cost. Calls under way are not in it.</summary>
public sealed class ModelSpending(NpgsqlDataSource database)
{
    /// <summary>In the order in which they were first asked.</summary>
    public async Task<ILookup<Guid, ModelUse>> OfRunsAsync(Guid personId, IReadOnlyCollection<Guid> runs, CancellationToken cancel)
    {
        var found = new List<(Guid Run, ModelUse Use)>();
        if (runs.Count == 0)
            return found.ToLookup(f => f.Run, f => f.Use);
        await using var command = database.CreateCommand(
            """
            SELECT run_id, task, provider, model, local, count(*)::int, (count(*) FILTER (WHERE state IN ('failed', 'expired')))::int, (count(*) FILTER (WHERE state = 'cached'))::int,
                sum(input_tokens + output_tokens), sum(charged), bool_or(estimated AND charged > 0), (array_agg(error ORDER BY started_at DESC) FILTER (WHERE error IS NOT NULL))[1]
            FROM models.calls WHERE person_id = $1 AND run_id = ANY($2) AND state <> 'reserved' GROUP BY run_id, task, provider, model, local ORDER BY min(started_at), min(id::text)
            """);
        command.Parameters.AddWithValue(personId);
        command.Parameters.AddWithValue(runs.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (Enum.TryParse<ModelTask>(reader.GetString(1), ignoreCase: true, out var task))
            {
                found.Add((reader.GetGuid(0), new ModelUse(task, new Brain(reader.GetString(3), reader.GetString(2), reader.GetBoolean(4)), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7),
                    reader.GetInt64(8), reader.GetDecimal(9), reader.GetBoolean(10), await reader.IsDBNullAsync(11, cancel) ? null : reader.GetString(11))));
            }
        }
        return found.ToLookup(f => f.Run, f => f.Use);
    }
}
