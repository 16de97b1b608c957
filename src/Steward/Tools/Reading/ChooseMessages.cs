using System.ComponentModel;
using Steward.Platform;

namespace Steward.Tools.Reading;

sealed record ChooseMessagesArguments
{
    public required IReadOnlyList<MessageRef> Messages { get; init; }
    [Description("Which of them, by their places in the list; the first is 0.")]
    public required IReadOnlyList<int> Places { get; init; }
}

sealed record ChosenMessages(IReadOnlyList<MessageRef> Messages);

/// <summary>"The second one" of what was listed. A place that the list does not have is an error: fewer than were asked for would be a part of the request.</summary>
sealed class ChooseMessages : ITool
{
    public string Name => "mail.choose-messages";
    public string Description => "Takes messages out of a list by their places in it.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(ChooseMessagesArguments);
    public Type ResultType => typeof(ChosenMessages);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ChooseMessagesArguments)call.Arguments;
        return Task.FromResult<Result<ToolResult>>(arguments.Places.Any(place => place < 0 || place >= arguments.Messages.Count)
            ? Error.Invalid("places", arguments.Messages.Count switch { 0 => "No message was found.", 1 => "Only one message was found.", var found => $"Only {found} messages were found." })
            : new ToolResult(Json.ToElement(new ChosenMessages([.. arguments.Places.Distinct().Select(place => arguments.Messages[place])])), Trust.Outside, $"Took {arguments.Places.Count} of {arguments.Messages.Count}", []));
    }
}
