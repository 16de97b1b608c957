using Npgsql;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs.Store;

/// <summary>Places of limited nodes, in PostgreSQL: one statement to enter, one to leave.</summary>
sealed class NodeGate(NpgsqlDataSource database, RunWorkerOptions options, TimeProvider clock) : INodeGate
{
    readonly IReadOnlyDictionary<string, int> limits = options.Limits.PerNode;

    public IEnumerable<string> Keys => limits.Keys;

    public bool Limits(string workflow, string node) => limits.ContainsKey(Key(workflow, node));

    public async ValueTask<int> EnterAsync(RunLease lease, string node, int wanted, CancellationToken cancel)
    {
        await using var command = Command("SELECT runs.enter_node($1, $2, $3, $4, $5, $6)", Key(lease.Workflow, node), lease.RunId, lease.Fence, wanted);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask<bool> WaitAsync(RunLease lease, string node, CancellationToken cancel)
    {
        await using var command = Command("SELECT runs.wait_for_node($1, $2, $3, $4, $5)", Key(lease.Workflow, node), lease.RunId, lease.Fence);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask LeaveAsync(RunLease lease, string node, CancellationToken cancel)
    {
        await using var command = Command("SELECT runs.leave_node($1, $2, $3, $4, $5, $6)", Key(lease.Workflow, node), lease.RunId, lease.Fence, lease.OwnerId);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Wakes who waits for places that nobody will leave: their holders died.</summary>
    public async Task SweepAsync(string key, CancellationToken cancel)
    {
        await using var command = Command("SELECT runs.sweep_node($1, $2, $3, $4)", key, Guid.Empty);
        await command.ExecuteNonQueryAsync(cancel);
    }

    static string Key(string workflow, string node) => $"{workflow}/{node}";

    NpgsqlCommand Command(string text, string key, params object[] values)
    {
        var command = database.CreateCommand(text);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(limits[key]);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return command;
    }
}
