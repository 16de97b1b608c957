using System.Collections.Concurrent;
using Npgsql;

namespace Steward.Runs.Store;

/// <summary>
/// Connections that the store keeps for itself, with their prepared commands. A connection that goes back to the common pool is reset by seven statements
/// before its next use and looks up its prepared statements by their text; on the path of every step both would cost more than the step.
/// Nothing that is run on a lane may leave a trace in the session.
/// </summary>
/// <param name="plansOnce">
/// A prepared statement is planned once and not for every call: right for look-ups by key, whose plan is the same whatever the table holds; and planning a statement of this
/// size takes longer than running it. A plan for ever must not rest on what the table happened to hold, so it reads no table from end to end. The settings end with the
/// reset when the connection goes back to the pool.
/// </param>
/// <param name="kept">As many stay open while nobody uses them; above that, they go back to the pool, and the next one must prepare its commands anew.</param>
sealed class Lanes(NpgsqlDataSource database, bool plansOnce = true, int kept = 8) : IDisposable
{
    readonly ConcurrentStack<Lane> idle = new();
    volatile bool closed;

    /// <summary>Dispose the lane to give it back.</summary>
    public async ValueTask<Lane> RentAsync(CancellationToken cancel)
    {
        while (idle.TryPop(out var lane))
        {
            if (lane.IsOpen)
                return lane;
            lane.Close();
        }
        return new Lane(this, await OpenAsync(cancel));
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            if (plansOnce)
            {
                await using var command = new NpgsqlCommand("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off", connection);
                await command.ExecuteNonQueryAsync(cancel);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    void Return(Lane lane)
    {
        // One that broke says that the server went away: those that lie idle would fail too, each at its next use.
        if (!lane.IsOpen)
            CloseIdle();
        if (lane.IsOpen && !closed && idle.Count < kept)
            idle.Push(lane);
        else
            lane.Close();
        if (closed)
            CloseIdle();
    }

    void CloseIdle()
    {
        while (idle.TryPop(out var lane))
            lane.Close();
    }

    public void Dispose()
    {
        closed = true;
        CloseIdle();
    }

    internal sealed class Lane(Lanes owner, NpgsqlConnection connection) : IDisposable
    {
        readonly Dictionary<string, NpgsqlCommand> commands = new(StringComparer.Ordinal);

        public NpgsqlConnection Connection => connection;

        public bool IsOpen => connection.FullState == System.Data.ConnectionState.Open;

        /// <summary>The prepared command of this text. Its parameters are set anew by each use; one user has the lane at a time.</summary>
        public async ValueTask<NpgsqlCommand> CommandAsync(string text, Action<NpgsqlParameterCollection> declare, CancellationToken cancel)
        {
            if (commands.TryGetValue(text, out var known))
                return known;
            var command = new NpgsqlCommand(text, connection);
            declare(command.Parameters);
            await command.PrepareAsync(cancel);
            return commands[text] = command;
        }

        public void Close()
        {
            foreach (var command in commands.Values)
                command.Dispose();
            connection.Dispose();
        }

        public void Dispose() => owner.Return(this);
    }
}
