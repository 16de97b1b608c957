using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Reading;

/// <summary>Which runs a person wants to see. All of it comes from the address of a page, so all of it is checked.</summary>
/// <param name="State">One of the states, in any case.</param>
/// <param name="Q">Part of the title, the workflow's name, the node's name or the reason; or the beginning of the id.</param>
/// <param name="WaitingFor">"answer": has an open question; "time": has a timer; "event": waits for neither.</param>
/// <param name="Since">Started at or after this time.</param>
/// <param name="Until">Started before this time.</param>
sealed record RunFilter(string? State = null, string? Workflow = null, string? Q = null, string? WaitingFor = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    const int MaxText = 200;

    /// <summary>The words to be looked for, when there are any that can be.</summary>
    public string? Words => Q is { Length: <= MaxText } && !string.IsNullOrWhiteSpace(Q) ? Q.Trim() : null;

    /// <param name="titled">Runs whose title holds the words.</param>
    /// <returns>What is wrong, or null.</returns>
    public Error? Narrow(StewardDbContext db, IReadOnlyCollection<Guid> titled, ref IQueryable<RunRow> runs)
    {
        if (State is not null)
        {
            if (!Enum.TryParse<RunStatus>(State, ignoreCase: true, out var status) || int.TryParse(State, CultureInfo.InvariantCulture, out _))
                return Error.Invalid("state", $"'{State}' is no state; there are {string.Join(", ", Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant()))}.");
            runs = runs.Where(run => run.Status == status);
        }
        if (Workflow is not null)
            runs = runs.Where(run => run.Workflow == Workflow);
        if (Since is { } since)
            runs = runs.Where(run => run.CreatedAt >= since.ToUniversalTime());
        if (Until is { } until)
            runs = runs.Where(run => run.CreatedAt < until.ToUniversalTime());
        return Search(titled, ref runs) ?? Waits(db, ref runs);
    }

    Error? Search(IReadOnlyCollection<Guid> titled, ref IQueryable<RunRow> runs)
    {
        if (Q is { Length: > MaxText })
            return Error.Invalid("q", $"Search for up to {MaxText} characters.");
        if (Words is not { } text)
            return null;
        var words = $"%{Escaped(text)}%";
        var id = $"{Escaped(text)}%";
        runs = runs.Where(run => EF.Functions.ILike(run.Workflow, words, "\\") || EF.Functions.ILike(run.Node, words, "\\")
            || (run.Reason != null && EF.Functions.ILike(run.Reason, words, "\\")) || EF.Functions.ILike(run.Id.ToString(), id, "\\") || titled.Contains(run.Id));
        return null;
    }

    Error? Waits(StewardDbContext db, ref IQueryable<RunRow> runs)
    {
        var open = db.Set<InterruptRow>().Where(question => question.AnsweredAt == null && question.ClosedAt == null).Select(question => question.RunId);
        switch (WaitingFor)
        {
            case null:
                return null;
            case "answer":
                runs = runs.Where(run => run.Status == RunStatus.Waiting && open.Contains(run.Id));
                return null;
            case "time":
                runs = runs.Where(run => run.Status == RunStatus.Waiting && run.NextWake != null);
                return null;
            case "event":
                runs = runs.Where(run => run.Status == RunStatus.Waiting && run.NextWake == null && !open.Contains(run.Id));
                return null;
            default:
                return Error.Invalid("waitingFor", $"A run waits for 'answer', 'time' or 'event', not for '{WaitingFor}'.");
        }
    }

    static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
