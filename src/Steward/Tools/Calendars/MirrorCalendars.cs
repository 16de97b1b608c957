using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record MirrorCalendarsArguments
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("The account whose events are shown elsewhere; all accounts, each in the others, when this and toAccountId are left out.")]
    public Guid? FromAccountId { get; init; }
    [Description("The account whose primary calendar shows them.")]
    public Guid? ToAccountId { get; init; }
    [Description("Copies bear the titles of events that are not private. Otherwise all are “Busy”.")]
    public bool? WithTitles { get; init; }
}

/// <param name="Create">Arguments of events to create.</param>
/// <param name="Update">Copies whose original has changed.</param>
/// <param name="Remove">Copies whose original is gone, and second copies.</param>
sealed record PlannedMirror(IReadOnlyList<PlannedCopy> Create, IReadOnlyList<PlannedCopyChange> Update, IReadOnlyList<EventName> Remove, IReadOnlyList<string> Notes);

sealed record PlannedCopy(string Calendar, Guid AccountId, string MirrorKey, string Summary, EventTime Start, EventTime End);

sealed record PlannedCopyChange(EventName Event, string Summary, EventTime Start, EventTime End);

/// <summary>What would make one calendar show the busy times of another: nothing, when it does already.</summary>
sealed class MirrorCalendars(PlanMirror plan, Calendars calendars, CalendarDirectory directory) : ITool
{
    public string Name => "calendar.plan-mirror";
    public string Description => "Compares accounts' events with their copies in another account's calendar, and says which copies to make, change and remove. Changes nothing.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(MirrorCalendarsArguments);
    public Type ResultType => typeof(PlannedMirror);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (MirrorCalendarsArguments)call.Arguments;
        var accounts = await directory.ListAsync(call.PersonId, cancel);
        foreach (var named in new[] { arguments.FromAccountId, arguments.ToAccountId })
        {
            if (named is { } id && accounts.All(a => a.AccountId != id))
                return Error.NotFound("account");
        }
        var pairs = accounts.Where(a => arguments.FromAccountId is null || a.AccountId == arguments.FromAccountId)
            .SelectMany(from => accounts.Where(to => to.AccountId != from.AccountId && (arguments.ToAccountId is null || to.AccountId == arguments.ToAccountId)).Select(to => (from, to))).ToList();
        if (pairs.Count == 0)
            return Error.Refused("one_account", "Mirroring needs two accounts with calendars. Add another one under Accounts first.");
        var (create, update, remove, unchanged, notes) = (new List<PlannedCopy>(), new List<PlannedCopyChange>(), new List<EventName>(), 0, new List<string>());
        foreach (var (from, to) in pairs)
        {
            var target = await calendars.ChooseAsync(call.PersonId, to.AccountId, null, cancel);
            if (target.Error is { } none)
                return none;
            var sources = await directory.ReaderOf(from).GetCalendarsAsync(from, cancel);
            var compared = await plan.ExecuteAsync(call.PersonId, new MirrorRequest(sources, target.Value, arguments.From, arguments.To, arguments.WithTitles ?? false), cancel);
            if (compared.Error is { } error)
                return error;
            create.AddRange(compared.Value.Create.Select(c => new PlannedCopy(target.Value.Id.ToString(), to.AccountId, c.Key, c.Summary, c.Start, c.End)));
            update.AddRange(compared.Value.Update.Select(u => new PlannedCopyChange(EventName.Of(u.Copy), u.Becomes.Summary, u.Becomes.Start, u.Becomes.End)));
            remove.AddRange(compared.Value.Remove.Select(EventName.Of));
            unchanged += compared.Value.Unchanged;
        }
        if (create.Count + update.Count + remove.Count > 0)
            notes.Add("Copies are made for this period only; ask again for the next one, or after changes.");
        return new ToolResult(Json.ToElement(new PlannedMirror(create, update, remove, notes)), Trust.Outside, Summary(create.Count, update.Count, remove.Count, unchanged), []);
    }

    static string Summary(int create, int update, int remove, int unchanged)
    {
        if (create + update + remove == 0)
            return unchanged == 0 ? "Found nothing to copy in that period" : $"Found that all {unchanged} copies are there and right";
        string?[] parts = [create > 0 ? $"{create} to make" : null, update > 0 ? $"{update} to change" : null, remove > 0 ? $"{remove} to remove" : null, unchanged > 0 ? $"{unchanged} as they should be" : null];
        return "Found copies: " + string.Join(", ", parts.Where(p => p is not null));
    }
}
