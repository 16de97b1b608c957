using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Approvals;

sealed record ProposalFilter(Guid PersonId, string? State = null, string? Kind = null, Guid? RunId = null, string? Cursor = null, int Limit = 50);

/// <summary>A person's proposals. Cursors stand for a place in an order that later changes do not move.</summary>
sealed class ListProposals(StewardDbContext db, TimeProvider clock)
{
    const int MostPending = 1000;

    /// <summary>What can be decided now, oldest first, so that batches stay together.</summary>
    public async Task<IReadOnlyList<ProposalView>> PendingAsync(Guid personId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await db.Set<Proposal>().AsNoTracking().Where(p => p.PersonId == personId && p.State == ProposalState.Pending && p.ExpiresAt > now)
            .OrderBy(p => p.Id).Take(MostPending).ToListAsync(cancel);
        return [.. rows.Select(ProposalView.Of)];
    }

    /// <summary>All of them, newest first.</summary>
    public async Task<Result<Page<ProposalView>>> AllAsync(ProposalFilter filter, CancellationToken cancel)
    {
        if (!Matches(filter, out var rows))
            return BadState;
        if (filter.Cursor is not null)
        {
            if (!Guid.TryParse(filter.Cursor, out var before))
                return BadCursor;
            rows = rows.Where(p => p.Id.CompareTo(before) < 0);
        }
        return await PageAsync(rows.OrderByDescending(p => p.Id), filter, last => last.Id.ToString(), cancel);
    }

    /// <summary>The decided ones, last decision first: the activity.</summary>
    public async Task<Result<Page<ProposalView>>> DecidedAsync(ProposalFilter filter, CancellationToken cancel)
    {
        if (!Matches(filter, out var rows))
            return BadState;
        rows = rows.Where(p => p.DecidedAt != null);
        if (filter.Cursor is not null)
        {
            var parts = filter.Cursor.Split('_');
            if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks
                || !Guid.TryParse(parts[1], out var id))
                return BadCursor;
            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            rows = rows.Where(p => p.DecidedAt < at || (p.DecidedAt == at && p.Id.CompareTo(id) < 0));
        }
        return await PageAsync(rows.OrderByDescending(p => p.DecidedAt).ThenByDescending(p => p.Id), filter,
            last => string.Create(CultureInfo.InvariantCulture, $"{last.DecidedAt!.Value.UtcTicks}_{last.Id}"), cancel);
    }

    /// <returns>False when the filter names a state that does not exist.</returns>
    bool Matches(ProposalFilter filter, out IQueryable<Proposal> rows)
    {
        rows = db.Set<Proposal>().AsNoTracking().Where(p => p.PersonId == filter.PersonId);
        if (filter.Kind is not null)
            rows = rows.Where(p => p.Kind == filter.Kind);
        if (filter.RunId is not null)
            rows = rows.Where(p => p.RunId == filter.RunId);
        if (filter.State is null)
            return true;
        var state = Enum.GetValues<ProposalState>().Cast<ProposalState?>().FirstOrDefault(s => string.Equals(s.ToString(), filter.State, StringComparison.OrdinalIgnoreCase));
        rows = rows.Where(p => p.State == state);
        return state is not null;
    }

    static async Task<Result<Page<ProposalView>>> PageAsync(IQueryable<Proposal> ordered, ProposalFilter filter, Func<Proposal, string> cursor, CancellationToken cancel)
    {
        var limit = Math.Clamp(filter.Limit, 1, 200);
        var rows = await ordered.Take(limit + 1).ToListAsync(cancel);
        return new Page<ProposalView>([.. rows.Take(limit).Select(ProposalView.Of)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
    }

    static Error BadState => Error.Invalid("state", "There is no such state.");

    static Error BadCursor => Error.Invalid("cursor", "This cursor was not given out by this list.");
}
