using System.ComponentModel;
using NodaTime;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Reading;
using Steward.Tools.Summaries;

namespace Steward.Tools.Drafting;

sealed record DraftReplyArguments
{
    public required IReadOnlyList<ThreadRef> Threads { get; init; }
    [Description("A summary of the same threads; only what comes from the answered thread is used.")]
    public Summary? Summary { get; init; }
    [Description("What the reply should say, in the user's own words.")]
    public string? Instructions { get; init; }
    [Description("The instructions are the whole reply, word for word: nothing is added.")]
    public bool? Exact { get; init; }
}

/// <param name="Kind">"template": put together from fixed phrases and the mail's own words; to be finished by the person. "words": exactly what the person said. "model": written by a model in the person's manner.</param>
/// <param name="By">The model.</param>
sealed record ReplyDraft(
    IReadOnlyList<Recipient> To, string Subject, string Text, Guid InReplyToMessageId, Guid AccountId, string Kind, SourceRef Source, string? By = null);

/// <summary>
/// Drafts a reply to the newest message that expects one. It is addressed to that message's sender alone, and says nothing that comes from other threads: a draft
/// must not carry one correspondent's words to another.
/// </summary>
sealed class DraftReply(PersonPorts ports, IEnumerable<IReadingModel> models, IEnumerable<IKnowVoices> voices) : ITool
{
    const int MaxThreads = 50;

    public string Name => "mail.draft-reply";
    public string Description => "Drafts a reply to the message of the threads that most expects an answer. Nothing is stored or sent.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public ModelWork? Asks => new(ModelTask.Write, 6_000);
    public Type ArgumentsType => typeof(DraftReplyArguments);
    public Type ResultType => typeof(ReplyDraft);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (DraftReplyArguments)call.Arguments;
        var own = (await ports.AccountsAsync(call.PersonId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var threads = new List<(Guid AccountId, MailThread Thread)>();
        foreach (var thread in arguments.Threads.Take(MaxThreads))
        {
            var box = await ports.MailAsync(call.PersonId, thread.AccountId, cancel);
            if (box.Error is { } error)
                return error;
            if (await box.Value.Reader.GetThreadAsync(box.Value.Mailbox, thread.Id, cancel) is { } found)
                threads.Add((thread.AccountId, found));
        }
        if (AnswerableMessage.Of(threads.Select(t => t.Thread), own, arguments.Summary?.Topic) is not { } message)
            return Error.Refused("nothing_to_answer", "None of these messages was written by somebody who can be answered.");

        var settings = await ports.SettingsAsync(call.PersonId, cancel);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(settings.Zone) ?? DateTimeZone.Utc;
        var exact = arguments.Exact == true && !string.IsNullOrWhiteSpace(arguments.Instructions);
        var name = await ports.NameAsync(call.PersonId, cancel);
        var voice = exact || voices.FirstOrDefault() is not { } known ? null : await known.FrameAsync(call.PersonId, ReplyTemplate.FirstName(message.Summary.From), cancel);
        var written = exact ? null : await WriteAsync(call, threads.First(t => t.Thread.Messages.Any(m => m.Summary.Id == message.Summary.Id)).Thread, message, arguments.Instructions, cancel);
        var text = exact ? arguments.Instructions!.Trim()
            : written is not null ? ReplyTemplate.Frame(message.Summary.From, written.Text, name, voice)
            : ReplyTemplate.Write(message, SameThread(arguments.Summary, threads, message), arguments.Instructions, name, zone, voice);
        var to = message.ReplyTo is [var replyTo, ..] && !own.Contains(replyTo.Email) ? replyTo : message.Summary.From;
        var draft = new ReplyDraft(
            [new Recipient(to.Email, to.Name)], ReplySubject(message.Summary.Subject), text, message.Summary.Id, message.Summary.AccountId, exact ? "words" : written is null ? "template" : "model",
            new SourceRef("message", message.Summary.Id.ToString(), $"{message.Summary.From.Name ?? message.Summary.From.Email}: {message.Summary.Subject}"), written?.By);
        return new ToolResult(Json.ToElement(draft), Trust.Outside, $"Drafted a reply to {message.Summary.From.Name ?? message.Summary.From.Email}", []);
    }

    /// <summary>Null without a model, or when it has nothing: the template is used then.</summary>
    async Task<WrittenText?> WriteAsync(ToolCall call, MailThread thread, Message message, string? instructions, CancellationToken cancel)
    {
        if (models.FirstOrDefault() is not { } model)
            return null;
        var until = thread.Messages.Where(m => m.Summary.Date <= message.Summary.Date && !m.Summary.Labels.Any(l => l is SystemLabels.Draft or SystemLabels.Trash or SystemLabels.Spam));
        var written = await model.ReplyAsync(ReadingTask.Of(call), [.. until.Select(Texts.Of)], instructions, cancel);
        return written.Ok ? written.Value : null;
    }

    /// <summary>Bullets of the answered thread only.</summary>
    static IReadOnlyList<string> SameThread(Summary? summary, List<(Guid AccountId, MailThread Thread)> threads, Message message)
    {
        if (summary is null)
            return [];
        var ids = threads.First(t => t.Thread.Messages.Any(m => m.Summary.Id == message.Summary.Id)).Thread.Messages
            .Select(m => m.Summary.Id.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. summary.Bullets.Where(b => b.Source.Type == "message" && ids.Contains(b.Source.Id)).Select(b => b.Text)];
    }

    internal static string ReplySubject(string subject) =>
        subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}".TrimEnd();
}

/// <summary>Chooses what to answer.</summary>
static class AnswerableMessage
{
    /// <summary>
    /// A message from somebody else that was not answered since; among several, one whose subject is the topic (others only mention it), then one that asks something, then
    /// the newest. Machines, lists and bulk mail are never answered. Null when nothing is left.
    /// </summary>
    public static Message? Of(IEnumerable<MailThread> threads, IReadOnlySet<string> own, string? topic = null)
    {
        var about = Words.Of(topic ?? "");
        return threads.SelectMany(thread => thread.Messages.Where(m => CanBeAnswered(m, own)).Select(m => (Message: m, Waiting: !AnsweredLater(thread, m, own))))
            .OrderByDescending(c => c.Waiting)
            .ThenByDescending(c => about.Count > 0 && about.All(Words.Of(c.Message.Summary.Subject).Contains))
            .ThenByDescending(c => c.Waiting && Sentences.Of(MailText.Own(c.Message.Text)).Any(Cues.Asks))
            .ThenByDescending(c => c.Message.Summary.Date).ThenByDescending(c => c.Message.Summary.Id).Select(c => c.Message).FirstOrDefault();
    }

    static bool CanBeAnswered(Message message, IReadOnlySet<string> own) =>
        !own.Contains(message.Summary.From.Email) && !MachineSenders.IsMachine(message.Summary.From.Email) && !MachineSenders.IsBulk(message.Summary.Labels)
        && message.ListUnsubscribe is null && !message.Summary.Labels.Any(l => l is SystemLabels.Draft or SystemLabels.Trash or SystemLabels.Spam);

    static bool AnsweredLater(MailThread thread, Message message, IReadOnlySet<string> own) =>
        thread.Messages.Any(m => m.Summary.Date > message.Summary.Date && own.Contains(m.Summary.From.Email) && !m.Summary.Labels.Contains(SystemLabels.Draft));
}
