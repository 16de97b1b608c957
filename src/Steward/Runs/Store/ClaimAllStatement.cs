using Npgsql;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Store;

/// <summary>
/// The claim of a worker that has room for everything that is due, which is nearly every claim: there is nobody to be fair to, so it ranks nothing, and as a few
/// look-ups by index it is planned once. When more is due than there is room for it takes nothing, and <see cref="ClaimStatement"/> says whose turn it is.
/// </summary>
static class ClaimAllStatement
{
    /// <summary>So many runs of a kind are looked at, due or not. Whoever sees that many may have missed some. A number in the text: a plan for any number would be one for many.</summary>
    public const int Window = 128;

    const string Text =
        """
        WITH seen AS (
            SELECT s.id, s.due FROM unnest($2, $3) AS k (workflow, version) CROSS JOIN LATERAL (
                (SELECT r.id, coalesce(r.next_wake <= $1, false) AS due FROM runs.runs r
                    WHERE r.status = 'ready' AND r.workflow = k.workflow AND r.version = k.version ORDER BY r.owner_id, r.next_wake LIMIT 128)
                UNION ALL
                (SELECT r.id, true FROM runs.runs r
                    WHERE r.status = 'waiting' AND r.workflow = k.workflow AND r.version = k.version AND r.next_wake <= $1 ORDER BY r.next_wake LIMIT 128)) s
            UNION ALL
            (SELECT r.id, (r.workflow, r.version) IN (SELECT * FROM unnest($2, $3)) FROM runs.runs r WHERE r.status = 'running' AND r.next_wake <= $1 ORDER BY r.next_wake LIMIT 128)),
        fits AS (SELECT count(*) < 128 AND count(*) FILTER (WHERE due) <= $4 AS yes FROM seen),
        held AS (
            SELECT r.place FROM seen s CROSS JOIN LATERAL (
                SELECT ctid AS place FROM runs.runs WHERE id = s.id AND next_wake <= $1 AND status IN ('ready', 'waiting', 'running') FOR UPDATE SKIP LOCKED) r
            WHERE s.due AND (SELECT yes FROM fits)),
        claimed AS (
            UPDATE runs.runs r
            SET fence = r.fence + 1, crashes = r.crashes + CASE r.status WHEN 'running' THEN 1 ELSE 0 END, status = 'running', worker = $5, next_wake = $6, blocked_on = NULL
            FROM held h WHERE r.ctid = h.place
            RETURNING r.id, r.owner_id, r.workflow, r.version, r.fence, r.seq, r.snapshot_seq, r.crashes, r.inbox, r.cancel_requested)
        SELECT fits.yes, c.* FROM fits LEFT JOIN claimed c ON true ORDER BY c.owner_id <= $7, c.owner_id
        """;

    /// <returns>Null when more is due than there is room for.</returns>
    public static async Task<List<RunLease>?> ExecuteAsync(ClaimRequest request, Lanes.Lane lane, CancellationToken cancel)
    {
        var command = await lane.CommandAsync(Text, Declare, cancel);
        Fill(command.Parameters, request);
        var leases = new List<RunLease>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (!reader.GetBoolean(0))
                return null;
            if (ClaimStatement.Lease(reader) is { } lease)
                leases.Add(lease);
        }
        return leases;
    }

    static void Declare(NpgsqlParameterCollection p)
    {
        p.Add(new NpgsqlParameter<DateTimeOffset>());
        p.Add(new NpgsqlParameter<string[]>());
        p.Add(new NpgsqlParameter<int[]>());
        p.Add(new NpgsqlParameter<int>());
        p.Add(new NpgsqlParameter<string>());
        p.Add(new NpgsqlParameter<DateTimeOffset>());
        p.Add(new NpgsqlParameter<Guid>());
    }

    static void Fill(NpgsqlParameterCollection p, ClaimRequest request)
    {
        ((NpgsqlParameter<DateTimeOffset>)p[0]).TypedValue = request.Now;
        ((NpgsqlParameter<string[]>)p[1]).TypedValue = [.. request.Workflows.Select(workflow => workflow.Workflow)];
        ((NpgsqlParameter<int[]>)p[2]).TypedValue = [.. request.Workflows.Select(workflow => workflow.Version)];
        ((NpgsqlParameter<int>)p[3]).TypedValue = request.Max;
        ((NpgsqlParameter<string>)p[4]).TypedValue = request.Worker;
        ((NpgsqlParameter<DateTimeOffset>)p[5]).TypedValue = request.Now + request.LeaseFor;
        ((NpgsqlParameter<Guid>)p[6]).TypedValue = request.After;
    }
}
