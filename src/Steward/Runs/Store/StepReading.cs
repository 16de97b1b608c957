using System.Text;
using Npgsql;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>Reads the steps of a run, and the large values that they refer to.</summary>
static class StepReading
{
    public static async Task<StoredRun> ReadAsync(NpgsqlConnection connection, Guid runId, Guid ownerId, long from, CancellationToken cancel)
    {
        var steps = new List<StoredStep>();
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(
            "SELECT seq, kind, node, attempt, at, duration_ms, format, delta, snapshot, blobs FROM runs.steps WHERE run_id = $1 AND seq >= $2 ORDER BY seq", connection)
        {
            Parameters = { new() { Value = runId }, new() { Value = from } },
        })
        {
            await command.PrepareAsync(cancel);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                steps.Add(Step(reader));
                hashes.UnionWith(steps[^1].BlobHashes);
            }
        }
        return new StoredRun(steps, hashes.Count == 0 ? NoBlobs : await BlobsAsync(connection, ownerId, [.. hashes], cancel));
    }

    static readonly Dictionary<string, ReadOnlyMemory<byte>> NoBlobs = [];

    // Not async: the row is in memory when these run.
    static StoredStep Step(NpgsqlDataReader row) => new(
        row.GetInt64(0), Names.Kind(row.GetString(1)), row.GetString(2), row.GetInt32(3), row.GetFieldValue<DateTimeOffset>(4), row.GetInt32(5), row.GetInt16(6),
        Encoding.UTF8.GetBytes(row.GetString(7)), row.IsDBNull(8) ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(row.GetString(8)))
    {
        BlobHashes = row.IsDBNull(9) ? [] : row.GetFieldValue<string[]>(9),
    };

    static async Task<Dictionary<string, ReadOnlyMemory<byte>>> BlobsAsync(NpgsqlConnection connection, Guid ownerId, string[] hashes, CancellationToken cancel)
    {
        var blobs = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT hash, body FROM runs.blobs WHERE owner_id = $1 AND hash = ANY($2)", connection)
        {
            Parameters = { new() { Value = ownerId }, new() { Value = hashes } },
        };
        await command.PrepareAsync(cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            blobs[reader.GetString(0)] = await reader.GetFieldValueAsync<byte[]>(1, cancel);
        return blobs;
    }
}
