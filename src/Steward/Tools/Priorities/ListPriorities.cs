using System.ComponentModel;
using NodaTime;
using Steward.Calendar;
using Steward.FollowUps;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Calendars;

namespace Steward.Tools.Priorities;

sealed record ListPrioritiesArguments
{
    [Description("focus, urgent, due, waiting (for an answer of the user), promised (by the user), awaited (from others) or unread.")]
    public required string Kind { get; init; }
    [Description("The stretch of time that is meant; today when left out.")]
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }
    [Description("Only what concerns these people.")]
    public IReadOnlyList<Companion>? With { get; init; }
    [Description("Only what has these words in its title or in the sentence that it was read off.")]
    public string? About { get; init; }
    [Description("Only what has not moved since this instant.")]
    public DateTimeOffset? Before { get; init; }
    [Description("Addresses of people who matter most.")]
    public IReadOnlyList<string>? Important { get; init; }
    [Description("Only these accounts; all when left out.")]
    public IReadOnlyList<Guid>? AccountIds { get; init; }
    [Description("At most so many, 1 to 50; 12 when left out.")]
    public int? Limit { get; init; }
}

/// <param name="Score">Sum of the points of its reasons; comparable within the list.</param>
/// <param name="Reasons">Why it is there, the weightiest first.</param>
/// <param name="Quote">The sentence behind the first reason, word for word. Outside text.</param>
sealed record PriorityItem(string Kind, string Title, string? Who, DateTimeOffset? Due, bool DueAllDay, int Score, IReadOnlyList<string> Reasons, string? Quote, SourceRef Source);

sealed record FoundPriorities(string Kind, IReadOnlyList<PriorityItem> Priorities, int Total);

/// <summary>
/// What needs the person, most pressing first: unanswered questions, promises, deadlines, unread mail and the day's events, by fixed rules over the mail of the last weeks and the calendar.
/// Each says why, with its source. It is a heuristic and is labelled as one.
/// </summary>
sealed class ListPriorities(StewardDbContext db, PersonPorts ports, ContactsFromMail contacts, Calendar.ListEvents events, IEnumerable<IReadTimes> readers) : ITool
{
    const int Threads = 80;
    const int DefaultLimit = 12;
    const int ReadDays = 30;

    public string Name => "priorities.list";
    public string Description => "Lists what needs the user most: unanswered questions, promises, deadlines, unread mail and events, each with its reasons.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ListPrioritiesArguments);
    public Type ResultType => typeof(FoundPriorities);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var found = await FindAsync(call.PersonId, (ListPrioritiesArguments)call.Arguments, call.Now, cancel);
        return found.Match<Result<ToolResult>>(list => new ToolResult(Json.ToElement(list), Trust.Outside, Say(list.Kind, list), []), error => error);
    }

    public async Task<Result<FoundPriorities>> FindAsync(Guid personId, ListPrioritiesArguments arguments, DateTimeOffset now, CancellationToken cancel)
    {
        if (!PriorityKinds.Askable.Contains(arguments.Kind))
            return Error.Invalid("kind", $"The kinds are {string.Join(", ", PriorityKinds.Askable)}.");
        if (arguments.Limit is < 1 or > 50)
            return Error.Invalid("limit", "Ask for 1 to 50.");
        var boxes = await ports.MailAsync(personId, arguments.AccountIds, cancel);
        if (boxes.Error is { } error)
            return error;
        var zone = (await ports.SettingsAsync(personId, cancel)).Zone;
        var from = arguments.From ?? now;
        var to = arguments.To ?? Instant.FromDateTimeOffset(now).InZone(When.ZoneOf(zone)).Date.PlusDays(1).AtStartOfDayInZone(When.ZoneOf(zone)).ToDateTimeOffset();
        if (to <= from || to - from > TimeSpan.FromDays(400))
            return Error.Invalid("to", "The stretch ends after it begins and is at most 400 days long.");

        var threads = await ThreadsAsync(boxes.Value, now, zone, cancel);
        var own = (await ports.AccountsAsync(personId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var senders = threads.SelectMany(t => t.Messages).Select(m => m.Summary.From.Email.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var context = new PriorityContext(now, zone, own, (arguments.Important ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase), await contacts.WrittenToAsync(personId, senders, cancel),
            (text, at) => readers.FirstOrDefault()?.Find(text, at, zone) ?? []);
        var matters = threads.Select(t => WeighThread.Of(t, context)).OfType<Matter>().ToList();
        if (arguments.Kind is PriorityKinds.Focus or PriorityKinds.Urgent)
        {
            var day = await events.ExecuteAsync(personId, now, to - now > TimeSpan.FromDays(2) ? now.AddDays(1) : to, zone, cancel);
            matters.AddRange(WeighEvents.Of([.. day.Where(e => arguments.AccountIds is null or { Count: 0 } || arguments.AccountIds.Contains(e.Event.AccountId))], context));
        }
        if (arguments.Kind is PriorityKinds.Focus or PriorityKinds.Urgent or PriorityKinds.Due && arguments.AccountIds is null or { Count: 0 })
            matters.AddRange(WeighDue.Of(await ListDueReminders.ExecuteAsync(db, personId, cancel), context));
        if (arguments.Kind is PriorityKinds.Focus or PriorityKinds.Urgent or PriorityKinds.Awaited)
        {
            var waiting = await ListFollowUps.ExecuteAsync(db, personId, settled: false, cancel);
            matters.AddRange(WeighDue.Of([.. waiting.Where(f => (arguments.AccountIds is null or { Count: 0 } || arguments.AccountIds.Contains(f.AccountId)) && (f.State == FollowUpState.Due || arguments.Kind == PriorityKinds.Awaited))], context));
        }
        matters = WeighDue.Join(matters);
        var ranked = RankMatters.Of(matters.Where(m => Concerns(m, arguments.With) && IsAbout(m, arguments.About) && !(m.At > arguments.Before)), arguments.Kind, from, to);
        return new FoundPriorities(arguments.Kind, [.. ranked.Take(arguments.Limit ?? DefaultLimit).Select(Item)], ranked.Count);
    }

    /// <summary>The conversations of the last weeks in which somebody wrote to the person, and those in which the person wrote; at most <see cref="Threads"/> of each per account.</summary>
    static async Task<IReadOnlyList<MailThread>> ThreadsAsync(IReadOnlyList<MailPort> boxes, DateTimeOffset now, string zone, CancellationToken cancel)
    {
        var found = new List<MailThread>();
        foreach (var box in boxes)
        {
            var ids = new HashSet<Guid>();
            foreach (var query in new[] { $"in:inbox newer_than:{ReadDays}d -category:promotions -category:social -category:forums", $"in:sent newer_than:{ReadDays}d", $"is:starred newer_than:{ReadDays}d" })
            {
                var page = await box.Reader.SearchThreadsAsync(box.Mailbox, new MailSearch(query, now, zone, Limit: Threads), cancel);
                if (page.Error is { } error)
                    throw new InvalidOperationException($"The query “{query}” is not understood: {error.Detail}");
                ids.UnionWith(page.Value.Items.Select(t => t.Id));
            }
            foreach (var id in ids)
            {
                if (await box.Reader.GetThreadAsync(box.Mailbox, id, cancel) is { } thread)
                    found.Add(thread);
            }
        }
        return found;
    }

    static bool Concerns(Matter matter, IReadOnlyList<Companion>? with) => with is null or { Count: 0 } || with.Any(c =>
        matter.Email is { } email && c.Emails.Contains(email, StringComparer.OrdinalIgnoreCase) || matter.Who?.Contains(c.Name, StringComparison.OrdinalIgnoreCase) == true
        || matter.Reasons.Any(r => r.Quote?.Contains(c.Name, StringComparison.OrdinalIgnoreCase) == true));

    static bool IsAbout(Matter matter, string? about) => (about ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        matter.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || matter.Reasons.Any(r => r.Quote?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    static PriorityItem Item((Matter Matter, PriorityReason Lead) ranked)
    {
        var (matter, lead) = ranked;
        var reasons = matter.Reasons.Where(r => r != lead).OrderByDescending(r => r.Points).Select(r => r.Text).Prepend(lead.Text).Distinct(StringComparer.Ordinal).ToList();
        return new PriorityItem(lead.Kind, matter.Title, matter.Who, lead.Due, lead.WholeDay, matter.Score, reasons, lead.Quote, lead.Source ?? matter.Source);
    }

    static string Say(string kind, FoundPriorities found)
    {
        var (one, many, none) = kind switch
        {
            PriorityKinds.Urgent => ("1 thing that is urgent", "things that are urgent", "nothing urgent"),
            PriorityKinds.Due => ("1 thing that is due", "things that are due", "nothing that is due"),
            PriorityKinds.Waiting => ("1 mail that waits for your answer", "mails that wait for your answer", "nobody who waits for your answer"),
            PriorityKinds.Promised => ("1 promise of yours", "promises of yours", "no open promise of yours"),
            PriorityKinds.Awaited => ("1 answer that you wait for", "answers that you wait for", "no answer that you wait for"),
            PriorityKinds.Unread => ("1 unread mail from people", "unread mails from people", "no unread mail from people"),
            _ => ("1 thing that needs you", "things that need you", "nothing that needs you"),
        };
        return found.Total switch { 0 => $"Found {none}", 1 => $"Found {one}", _ when found.Total > found.Priorities.Count => $"Found {found.Total} {many}, of which these are the first {found.Priorities.Count}", _ => $"Found {found.Total} {many}" };
    }
}
