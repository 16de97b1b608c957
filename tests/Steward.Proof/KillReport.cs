using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Steward.Runs;

namespace Steward.Proof;

/// <param name="Lost">Runs that were started and are neither over nor waiting for anything.</param>
/// <param name="PlainRepeated">Calls that a receiver without keys and without search got more than once: unavoidable there, so they are counted.</param>
/// <param name="Silent">Calls that were repeated although the stored step says "first attempt".</param>
/// <param name="Decided">Questions that were answered a hundred times at once.</param>
/// <param name="RecoverySeconds">From each kill to each claim of what the killed worker held: the lease is part of it.</param>
public sealed record KillReport(
    int Kills, IReadOnlyDictionary<string, int> AtPoints, IReadOnlyDictionary<string, int> MissedPoints, int Runs, long Lost, long Failed, long RepeatedTransactional, long RepeatedKeyed,
    long RepeatedSearched, long PlainRepeated, long Silent, long RepeatedCalls, int Decided, int DecidedWrongly, IReadOnlyList<double> RecoverySeconds,
    IReadOnlyList<UnsoundRun> Unsound, IReadOnlyList<string> Troubles, long Cancelled)
{
    public double Recovery(double p) => RecoverySeconds.Count == 0 ? double.NaN : RecoverySeconds[Math.Min(RecoverySeconds.Count - 1, (int)(RecoverySeconds.Count * p))];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        kills {Kills}, of them at named points {AtPoints.Values.Sum()} ({string.Join(", ", AtPoints.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}"))})
        runs {Runs}, lost {Lost}, failed {Failed}, cancelled and compensated {Cancelled}
        repeated effects: transactional {RepeatedTransactional}, receiver with keys {RepeatedKeyed}, receiver searched first {RepeatedSearched}; receiver with neither {PlainRepeated} (silent: {Silent})
        calls repeated {RepeatedCalls}; decided a hundred times at once {Decided}, wrongly {DecidedWrongly}
        recovery p50 {Recovery(0.5):0.00} s, p95 {Recovery(0.95):0.00} s, of {RecoverySeconds.Count}
        """);

    internal static async Task<KillReport> CountAsync(
        NpgsqlDataSource source, long unfinished, IReadOnlyDictionary<int, DateTimeOffset> killed, ConcurrentDictionary<string, int> atPoints, ConcurrentDictionary<string, int> missed,
        IEnumerable<string> troubles, int decided, int decidedWrongly)
    {
        var unsound = await HistoryCheck.FindAsync(source);
        return new KillReport(
            killed.Count, atPoints, missed, (int)await CountAsync(source, "SELECT count(*) FROM runs.runs"), unfinished,
            await CountAsync(source, "SELECT count(*) FROM runs.runs WHERE status NOT IN ('completed', 'cancelled')"),
            await CountAsync(source,
                "SELECT count(*) FROM (SELECT 1 FROM (SELECT run_id, name FROM proof.effects UNION ALL SELECT (body->>'run')::uuid, body->>'name' FROM platform.outbox WHERE type = 'proof.effect') e GROUP BY run_id, name HAVING count(*) > 1) x"),
            await RepeatedAsync("Keyed"), await RepeatedAsync("Searched"), await RepeatedAsync("Plain"), unsound.Count(one => one.Rule.Contains("never silent", StringComparison.Ordinal)),
            await CountAsync(source, "SELECT count(*) - count(DISTINCT (receiver, key)) FROM proof.calls"),
            decided, decidedWrongly, await RecoveriesAsync(source, killed), unsound, [.. troubles],
            await CountAsync(source, "SELECT count(*) FROM runs.runs WHERE status = 'cancelled'"));

        Task<long> RepeatedAsync(string receiver) =>
            CountAsync(source, $"SELECT count(*) FROM (SELECT 1 FROM proof.received WHERE receiver = '{receiver}' GROUP BY key HAVING count(*) > 1) x");
    }

    static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A claim from a holder that did not let go, whose holder was killed: the time in between.</summary>
    static async Task<List<double>> RecoveriesAsync(NpgsqlDataSource source, IReadOnlyDictionary<int, DateTimeOffset> killed)
    {
        var times = new List<double>();
        await using var command = source.CreateCommand(
            "SELECT at, before FROM (SELECT at, detail, lag(worker) OVER (PARTITION BY run_id ORDER BY n) AS before FROM proof.history WHERE what IN ('started', 'claimed')) c WHERE detail = 'running' AND before IS NOT NULL");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var holder = int.Parse(reader.GetString(1).Split('/')[^2], CultureInfo.InvariantCulture);
            if (killed.TryGetValue(holder, out var moment) && reader.GetFieldValue<DateTimeOffset>(0) is var at && at > moment)
                times.Add((at - moment).TotalSeconds);
        }
        times.Sort();
        return times;
    }
}
