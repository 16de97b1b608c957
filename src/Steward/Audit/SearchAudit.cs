using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Audit;

/// <summary>An entry as the API shows it.</summary>
public sealed record AuditView(Guid Id, DateTimeOffset At, string Actor, string Action, string SubjectType, string SubjectId, Guid? ProposalId, string Result, string? From, JsonElement? Detail);

/// <summary>A page of a person's log, newest first; the cursor is the number of the last entry shown, so that new entries move nothing.</summary>
/// <param name="Query">Words that must all occur somewhere in the entry, in any case.</param>
sealed record AuditSearch(Guid PersonId, string? Query = null, Guid? ProposalId = null, string? Cursor = null, int Limit = 50);

sealed class SearchAudit(StewardDbContext db)
{
    public async Task<Result<Page<AuditView>>> RunAsync(AuditSearch search, CancellationToken cancel)
    {
        long before = long.MaxValue;
        if (search.Cursor is not null && !long.TryParse(search.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return Error.Invalid("cursor", "This cursor was not given out by this list.");
        if (search.Query is { Length: > 200 })
            return Error.Invalid("q", "At most 200 characters can be searched for.");
        var limit = Math.Clamp(search.Limit, 1, 200);
        var rows = await Matching(db, search).Where(e => e.Seq < before).OrderByDescending(e => e.Seq).Take(limit + 1).ToListAsync(cancel);
        var next = rows.Count > limit ? rows[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<AuditView>([.. rows.Take(limit).Select(View)], next);
    }

    static IQueryable<AuditEntry> Matching(StewardDbContext db, AuditSearch search)
    {
        string[] patterns = [.. (search.Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"%{Escape(word)}%")];
        var entries = db.Set<AuditEntry>().FromSql(
            $"""
            SELECT * FROM audit.entries WHERE person_id = {search.PersonId}
            AND concat_ws(' ', action, actor, result, subject_type, subject_id, origin, detail::text) ILIKE ALL ({patterns})
            """).AsNoTracking();
        return search.ProposalId is { } proposal ? entries.Where(e => e.ProposalId == proposal) : entries;
    }

    static AuditView View(AuditEntry e) => new(e.Id, e.At, e.Actor, e.Action, e.SubjectType, e.SubjectId, e.ProposalId, e.Result, e.Origin, e.Detail);

    static string Escape(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
