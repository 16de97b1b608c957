using Microsoft.EntityFrameworkCore;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.FollowUps.Watching;

/// <summary>
/// Settles what is waited for: ends it when the answer has come, and raises it once when none came in time, with a proposal that asks again. A row is looked at when
/// something has happened in its person's live stream since, or when it is due; each is settled under its lock, so that two processes settle it once. What became due
/// while none ran is raised late. An answer that comes after that takes the proposal back.
/// </summary>
sealed class WatchFollowUps(StewardDbContext db, MailDirectory directory, FindAnswer answers, Nudge nudge, ProposeAction propose, WithdrawProposals withdraw, LiveEvents live, TimeProvider clock) : IDueWork
{
    public static TimeSpan Every => TimeSpan.FromSeconds(2);

    public static string Due => "follow-ups";

    const int AtOnce = 100;

    /// <returns>How many were settled or raised.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT f.id AS "Value" FROM follow_ups.follow_ups f LEFT JOIN platform.live_cursors c ON c.person_id = f.person_id
            WHERE f.state = 'Waiting' AND (f.due_at <= {now} OR c.seq > f.looked_seq) OR f.state = 'Due' AND c.seq > f.looked_seq ORDER BY f.due_at LIMIT {AtOnce}
            """).ToListAsync(cancel);
        var changed = 0;
        foreach (var id in open)
            changed += await LookAsync(id, now, cancel) ? 1 : 0;
        return changed;
    }

    async Task<bool> LookAsync(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<FollowUp>().FromSql($"SELECT * FROM follow_ups.follow_ups WHERE id = {id} AND state IN ('Waiting', 'Due') FOR UPDATE SKIP LOCKED").SingleOrDefaultAsync(cancel) is not { } row)
            return false;
        // before looking: what happens meanwhile is looked at again
        row.LookedSeq = (await db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM platform.live_cursors WHERE person_id = {row.PersonId}").ToListAsync(cancel)).FirstOrDefault();
        var own = await directory.ListAsync(row.PersonId, cancel);
        var answer = row.ThreadId is { } thread && own.FirstOrDefault(m => m.AccountId == row.AccountId) is { } mailbox
            ? await answers.InThreadAsync(mailbox, own, thread, row.WaitsFor, row.Since, cancel)
            : row.ThreadId is null ? await answers.AnywhereAsync(own, row.WaitsFor, row.Since, now, cancel) : null;
        var settled = answer is not null;
        if (answer is not null)
            await AnsweredAsync(row, answer, now, cancel);
        else if (row.State == FollowUpState.Waiting && row.DueAt <= now)
        {
            settled = true;
            await RaiseAsync(row, own, now, cancel);
        }
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("follow-ups.watch.before-commit");
        await transaction.CommitAsync(cancel);
        return settled;
    }

    async Task AnsweredAsync(FollowUp row, MessageSummary answer, DateTimeOffset now, CancellationToken cancel)
    {
        if (row.ProposalId is { } proposal)
            await withdraw.StageOneAsync(row.PersonId, proposal, $"{answer.From.Name ?? answer.From.Email} has answered.", cancel);
        (row.State, row.AnswerMessageId, row.SettledAt) = (FollowUpState.Answered, answer.Id, now);
        row.Revision++;
        live.Stage(row.PersonId, "follow_up_answered", row.Id, new { row.Id, row.AccountId, messageId = answer.Id });
    }

    async Task RaiseAsync(FollowUp row, IReadOnlyList<Mailbox> own, DateTimeOffset now, CancellationToken cancel)
    {
        row.State = FollowUpState.Due;
        row.Revision++;
        if (row.ThreadId is not null && await answers.AnywhereAsync(own, row.WaitsFor, row.Since, now, cancel) is { } meanwhile)
            row.Note = $"{meanwhile.From.Name ?? meanwhile.From.Email} wrote meanwhile, in another conversation: “{meanwhile.Subject}”.";
        if (await nudge.DraftAsync(row, cancel) is { } draft)
        {
            var staged = await propose.StageAsync(draft, null, cancel);
            if (staged.Error is { } refused)
                row.Note = string.Join(' ', new[] { row.Note, $"No mail is proposed: {refused.Detail}" }.Where(n => n is not null));
            else
                row.ProposalId = staged.Value.Id;
        }
        live.Stage(row.PersonId, "follow_up_due", row.Id, new { row.Id, row.AccountId, who = FollowUpView.Names(row.WaitsFor), row.Subject, row.DueAt, row.ProposalId });
    }
}

/// <summary>The mail that asks again has gone: what it was about is settled.</summary>
sealed class OnNudgeSent(StewardDbContext db, LiveEvents live, TimeProvider clock) : IOutboxHandler
{
    public string Type => ProposalChanged.Type;

    public async Task HandleAsync(System.Text.Json.JsonElement body, CancellationToken cancel)
    {
        var change = Json.Read<ProposalChanged>(body);
        if (change.State != ProposalState.Done)
            return;
        var row = await db.Set<FollowUp>().FirstOrDefaultAsync(f => f.PersonId == change.PersonId && f.ProposalId == change.ProposalId && f.State == FollowUpState.Due, cancel);
        if (row is null)
            return;
        (row.State, row.SettledAt) = (FollowUpState.Closed, clock.GetUtcNow());
        row.Revision++;
        live.Stage(row.PersonId, "follow_up_closed", row.Id, new { row.Id });
        await db.SaveChangesAsync(cancel);
    }
}
