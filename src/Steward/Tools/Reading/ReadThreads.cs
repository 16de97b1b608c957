using System.ComponentModel;
using Steward.Platform;

namespace Steward.Tools.Reading;

sealed record ReadThreadsArguments
{
    public required IReadOnlyList<MessageRef> Messages { get; init; }
    [Description("At most this many threads, 1 to 50; 20 when left out.")]
    public int? Limit { get; init; }
}

sealed record FoundThreads(IReadOnlyList<ThreadRef> Threads);

/// <summary>
/// The threads that the messages belong to, in the order of the messages. Texts stay in the mailbox: the result names the threads, and the tools that need the
/// words read them there.
/// </summary>
sealed class ReadThreads(PersonPorts ports) : ITool
{
    const int DefaultLimit = 20;
    const int MaxLimit = 50;

    public string Name => "mail.read-threads";
    public string Description => "Opens the whole threads that messages belong to.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ReadThreadsArguments);
    public Type ResultType => typeof(FoundThreads);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ReadThreadsArguments)call.Arguments;
        var limit = arguments.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
            return Error.Invalid("limit", $"The limit is 1 to {MaxLimit}.");
        var wanted = arguments.Messages.Select(m => (m.AccountId, m.ThreadId)).Distinct().ToList();
        var threads = new List<ThreadRef>();
        foreach (var (accountId, threadId) in wanted.Take(limit))
        {
            var box = await ports.MailAsync(call.PersonId, accountId, cancel);
            if (box.Error is { } error)
                return error;
            if (await box.Value.Reader.GetThreadAsync(box.Value.Mailbox, threadId, cancel) is not { } thread)
                continue;
            threads.Add(new ThreadRef
            {
                Id = thread.Summary.Id,
                AccountId = accountId,
                Subject = thread.Summary.Subject,
                LastMessageAt = thread.Summary.LastMessageAt,
                MessageCount = thread.Messages.Count,
                Participants = [.. thread.Summary.Participants.Take(20).Select(p => new Recipient(p.Email, p.Name))],
            });
        }
        return new ToolResult(Json.ToElement(new FoundThreads(threads)), Trust.Outside, Say(threads, wanted.Count), []);
    }

    static string Say(List<ThreadRef> threads, int wanted)
    {
        var messages = threads.Sum(t => t.MessageCount ?? 0);
        var text = $"Read {threads.Count} {(threads.Count == 1 ? "thread" : "threads")} with {messages} {(messages == 1 ? "message" : "messages")}";
        return wanted > threads.Count ? $"{text} (of {wanted} threads)" : text;
    }
}
