using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Audit;

/// <summary>
/// A person's whole log as CSV (RFC 4180), oldest first, streamed. Cells that a spreadsheet would take for a formula get an apostrophe in front:
/// subjects of mail stand in here, and mail is written by strangers. Number and hash are included, so that a copy can be checked against the log.
/// </summary>
sealed class ExportAudit(StewardDbContext db)
{
    const string Header = "number,at,actor,action,subject_type,subject_id,proposal_id,result,from,detail,hash\r\n";

    public async Task WriteAsync(Guid personId, Stream output, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(Header.AsMemory(), cancel);
        var entries = db.Set<AuditEntry>().AsNoTracking().Where(e => e.PersonId == personId).OrderBy(e => e.Seq).AsAsyncEnumerable();
        await foreach (var e in entries.WithCancellation(cancel))
            await writer.WriteAsync(Line(e).AsMemory(), cancel);
    }

    static string Line(AuditEntry e) => string.Join(',', new[]
    {
        e.Seq.ToString(CultureInfo.InvariantCulture), e.At.ToString("O", CultureInfo.InvariantCulture), e.Actor, e.Action, e.SubjectType, e.SubjectId,
        e.ProposalId?.ToString() ?? "", e.Result, e.Origin ?? "", e.Detail?.GetRawText() ?? "", e.Hash,
    }.Select(Cell)) + "\r\n";

    internal static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n')
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
