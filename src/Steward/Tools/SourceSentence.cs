using Steward.Actions;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Summaries;

namespace Steward.Tools;

/// <summary>Finds the sentence of a message that holds a value, so that a person sees what speaks for it where they decide.</summary>
sealed class SourceSentence(PersonPorts ports)
{
    const int Longest = 240;

    /// <summary>Those of one value in particular get their sentences; the others keep the source that they have.</summary>
    public async Task<IReadOnlyList<OutsideValue>> FillAsync(Guid personId, IReadOnlyList<OutsideValue> labels, CancellationToken cancel)
    {
        var filled = new List<OutsideValue>();
        foreach (var label in labels)
            filled.Add(label is { Value: { } value, Source: { } source } ? label with { Source = await FillAsync(personId, source, value, cancel) } : label);
        return filled;
    }

    /// <summary>The source with that sentence as its text; as it was when the message is gone or does not hold the value.</summary>
    public async Task<SourceRef> FillAsync(Guid personId, SourceRef source, string value, CancellationToken cancel)
    {
        if (source.Type != "message" || !Guid.TryParse(source.Id, out var id))
            return source;
        var boxes = await ports.MailAsync(personId, accountIds: null, cancel);
        foreach (var box in boxes.Ok ? boxes.Value : [])
        {
            if (await box.Reader.GetMessageAsync(box.Mailbox, id, cancel) is { } message)
                return Of(message, value) is { } sentence ? source with { Text = sentence } : source;
        }
        return source;
    }

    internal static string? Of(Message message, string value)
    {
        var sentence = Sentences.Of(message.Text).FirstOrDefault(s => s.Contains(value, StringComparison.OrdinalIgnoreCase));
        if (sentence is not null)
            return VisibleText.CleanLine(Around(sentence, value));
        return message.ReplyTo.Any(Is) ? $"Reply-To: {value}" : Is(message.Summary.From) ? $"From: {message.Summary.From.Name} <{value}>"
            : message.Summary.To.Concat(message.Cc).Any(Is) ? $"Among the recipients of “{message.Summary.Subject}”" : null;

        bool Is(MailAddress address) => address.Email.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    static string Around(string sentence, string value)
    {
        if (sentence.Length <= Longest)
            return sentence;
        var start = Math.Clamp(sentence.IndexOf(value, StringComparison.OrdinalIgnoreCase) - Longest / 2, 0, sentence.Length - Longest);
        return $"…{sentence.AsSpan(start, Longest)}…";
    }
}
