using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Steward.Platform;

/// <summary>One event of a person's live stream. Numbers are per person, gapless, and in commit order; that is what makes replay exact.</summary>
public sealed class LiveEvent
{
    public Guid PersonId { get; init; }

    /// <summary>1, 2, 3 … for this person. Given when the transaction that holds the event is saved; until then −1, −2 … in the order of staging.</summary>
    public long Seq { get; internal set; }

    /// <summary>"turn_started", "agent_thinking", "plan_ready", "step_updated", "approval_required", "proposal_changed", "execution_update", "completed", "failed", "import_progress" …</summary>
    public required string Type { get; init; }

    /// <summary>What it is about, for filtering: a conversation, run, proposal or import id.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Ids and states for the page to act on; never a mail body or a secret.</summary>
    public required JsonElement Data { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>Stages live events into the current transaction. They are seen if and only if it commits.</summary>
public sealed class LiveEvents(StewardDbContext db, TimeProvider clock)
{
    public const string Channel = "steward_live";

    public void Stage<T>(Guid personId, string type, Guid? subjectId, T data) =>
        db.Add(new LiveEvent { PersonId = personId, Seq = -++db.StagedEvents, Type = type, SubjectId = subjectId, Data = Json.ToElement(data), At = clock.GetUtcNow() });

    /// <summary>
    /// Takes the next numbers of each person. The cursor row stays locked until commit, which is what makes numbers follow commit order;
    /// persons are taken in id order, so that two transactions cannot deadlock here.
    /// </summary>
    internal static async Task NumberAsync(StewardDbContext db, List<LiveEvent> events, CancellationToken cancel)
    {
        foreach (var person in events.GroupBy(e => e.PersonId).OrderBy(group => group.Key))
        {
            var count = person.Count();
            var last = (await db.Database.SqlQueryRaw<long>(
                """
                INSERT INTO platform.live_cursors AS c (person_id, seq) VALUES ({0}, {1})
                ON CONFLICT (person_id) DO UPDATE SET seq = c.seq + {1} RETURNING seq AS "Value"
                """, person.Key, (long)count).ToListAsync(cancel))[0];
            var seq = last - count;
            foreach (var e in person.OrderBy(e => Math.Abs(e.Seq)))
                e.Seq = ++seq;
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify('steward_live', {person.Key.ToString() + ":" + last})", cancel);
        }
    }
}

sealed class LiveEventMapping : IEntityTypeConfiguration<LiveEvent>
{
    public void Configure(EntityTypeBuilder<LiveEvent> builder)
    {
        builder.ToTable("live_events", "platform");
        builder.HasKey(e => new { e.PersonId, e.Seq });
        builder.Property(e => e.Seq).ValueGeneratedNever();
        builder.Property(e => e.Data).HasColumnType("jsonb");
    }
}
