using System.ComponentModel;
using System.Globalization;
using NodaTime;
using Steward.FollowUps;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Calendars;
using Steward.Tools.Proposing;

namespace Steward.Tools.FollowUps;

sealed record ListFollowUpsArguments
{
    [Description("Only those that wait for one of these addresses.")]
    public IReadOnlyList<Recipient>? For { get; init; }
    [Description("Only those whose mail has these words in its subject.")]
    public string? About { get; init; }
}

/// <param name="Lines">Each in words.</param>
sealed record FoundFollowUps(IReadOnlyList<FollowUpView> FollowUps, IReadOnlyList<string> Lines);

/// <summary>The answers that the person waits for.</summary>
sealed class ListFollowUpsTool(StewardDbContext db, PersonPorts ports) : ITool
{
    public string Name => "follow-ups.list";
    public string Description => "Lists the answers that the user waits for, what is due first.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ListFollowUpsArguments);
    public Type ResultType => typeof(FoundFollowUps);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ListFollowUpsArguments)call.Arguments;
        var zone = When.ZoneOf((await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        var words = (arguments.About ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = (await ListFollowUps.ExecuteAsync(db, call.PersonId, settled: false, cancel))
            .Where(f => arguments.For is null || f.WaitsFor.Any(a => arguments.For.Any(p => p.Email.Equals(a.Email, StringComparison.OrdinalIgnoreCase))))
            .Where(f => words.All(w => f.Subject?.Contains(w, StringComparison.OrdinalIgnoreCase) == true)).ToList();
        var lines = found.ConvertAll(f => $"{f.Who}{(f.Subject is null ? "" : $": “{f.Subject}”")} ({(f.State == FollowUpState.Due ? "was due" : "until")} {Say(f.DueAt, zone)})");
        return new ToolResult(Json.ToElement(new FoundFollowUps(found, lines)), Trust.Outside, found.Count switch { 0 => "Found no follow-up", 1 => "Found 1 follow-up", var n => $"Found {n} follow-ups" }, []);
    }

    static string Say(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}

sealed record ProposeWaitArguments
{
    [Description("Mails of the user, newest first; the newest that has no answer yet is waited for. Left out: any mail of those named counts.")]
    public IReadOnlyList<MessageRef>? Messages { get; init; }
    [Description("Whose answer counts; anybody's in the conversation when left out.")]
    public IReadOnlyList<Recipient>? For { get; init; }
    public required DateTimeOffset Due { get; init; }
}

sealed class ProposeWait(PersonPorts ports) : ITool
{
    const int Looked = 10;

    public string Name => "follow-ups.propose-wait";
    public string Description => "Proposes to tell the user when an answer has not come by a time.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => FollowUpActions.Wait;
    public Type ArgumentsType => typeof(ProposeWaitArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeWaitArguments)call.Arguments;
        IReadOnlyList<MailAddress> people = [.. (arguments.For ?? []).Select(p => new MailAddress(p.Name, p.Email))];
        MessageRef? waits = null;
        (string Who, string Subject)? answered = null;
        foreach (var message in (arguments.Messages ?? []).Take(Looked))
        {
            var port = await ports.MailAsync(call.PersonId, message.AccountId, cancel);
            if (port.Error is { } error)
                return error;
            if (await port.Value.Reader.GetThreadAsync(port.Value.Mailbox, message.ThreadId, cancel) is not { } thread)
                continue;
            var answer = thread.Messages.Select(m => m.Summary).FirstOrDefault(m => m.Date > message.Date && m.From.Email != port.Value.Mailbox.Address && (people.Count == 0 || people.Any(p => p.Email.Equals(m.From.Email, StringComparison.OrdinalIgnoreCase))));
            if (answer is null)
            {
                waits = message;
                break;
            }
            answered ??= (answer.From.Name ?? answer.From.Email, answer.Subject);
        }
        if (waits is null && answered is var (who, subject))
            return Error.Refused("answered_already", $"{who} has answered already: “{subject}”. Name the mail that waits if it is another.");
        if (waits is null && people.Count == 0)
            return Error.Refused("nothing_waits", "No mail of yours was found that waits for an answer.");
        var account = await ports.AccountAsync(call.PersonId, waits?.AccountId, cancel);
        if (account.Error is { } unknown)
            return unknown;
        var payload = new WaitPayload { MessageId = waits?.Id, For = people, Due = arguments.Due.ToUniversalTime() };
        var target = $"{waits?.Id} {string.Join(',', people.Select(p => p.Email))} {payload.Due.ToString("O", CultureInfo.InvariantCulture)}";
        return waits is null
            ? Drafts.Of(call, account.Value.Id, FollowUpActions.Wait, payload, target, "Proposes to wait for mail")
            : Drafts.Of(call, account.Value.Id, FollowUpActions.Wait, payload, target, "Proposes to wait for an answer", new SourceRef("message", waits.Id.ToString(), waits.Subject));
    }
}

sealed record ProposeCancelFollowUpArguments
{
    public required Guid FollowUpId { get; init; }
    public required Guid AccountId { get; init; }
}

sealed class ProposeCancelFollowUp : ITool
{
    public string Name => "follow-ups.propose-cancel";
    public string Description => "Proposes to stop waiting for an answer.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => FollowUpActions.Cancel;
    public Type ArgumentsType => typeof(ProposeCancelFollowUpArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeCancelFollowUpArguments)call.Arguments;
        return Task.FromResult<Result<ToolResult>>(Drafts.Of(call, arguments.AccountId, FollowUpActions.Cancel, new CancelFollowUpPayload(arguments.FollowUpId), arguments.FollowUpId.ToString(), "Proposes to stop waiting for 1 answer"));
    }
}
