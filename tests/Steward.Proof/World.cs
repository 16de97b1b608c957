using System.Text.Json;
using Npgsql;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;

namespace Steward.Proof;

/// <summary>What reaches the runs from outside: answers and signals, out of order, too early, too late, and several times.</summary>
public static class World
{
    /// <summary>Answers some open questions with whatever comes to mind (the first answer is the one that counts), and sends some runs their signal, under the one key that it has.</summary>
    public static async Task SpeakAsync(ICheckpointStore store, Func<Guid, string, JsonElement, Task> answer, NpgsqlDataSource database, int max, CancellationToken cancel)
    {
        foreach (var (run, key) in await OpenQuestionsAsync(database, max, cancel))
            await answer(run, key, JsonSerializer.SerializeToElement(Random.Shared.Next()));
        foreach (var run in await WithoutSignalAsync(database, max, cancel))
        {
            for (var times = Random.Shared.Next(1, 3); times > 0; times--)
                await store.SignalAsync(run, new Signal("go", "the one", JsonSerializer.SerializeToElement(times)), cancel);
        }
    }

    public static async Task<List<(Guid Run, string Key)>> OpenQuestionsAsync(NpgsqlDataSource database, int max, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT run_id, key FROM runs.interrupts WHERE answered_at IS NULL AND closed_at IS NULL ORDER BY random() LIMIT $1");
        command.Parameters.AddWithValue(max);
        var open = new List<(Guid, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            open.Add((reader.GetGuid(0), reader.GetString(1)));
        return open;
    }

    static async Task<List<Guid>> WithoutSignalAsync(NpgsqlDataSource database, int max, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT r.id FROM runs.runs r WHERE r.status NOT IN ('completed', 'failed', 'cancelled') AND r.workflow LIKE 'proof%'
            AND NOT EXISTS (SELECT 1 FROM runs.signals s WHERE s.run_id = r.id) ORDER BY random() LIMIT $1
            """);
        command.Parameters.AddWithValue(max);
        var runs = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            runs.Add(reader.GetGuid(0));
        return runs;
    }
}
