namespace Steward.Platform;

/// <summary>Who a value came from, in the end. Ordered: a value made of several takes the worst.</summary>
public enum Trust
{
    /// <summary>Steward's own, or fixed in code.</summary>
    System = 0,
    /// <summary>The signed-in person said it.</summary>
    User = 1,
    /// <summary>Mail, invitations, pages, documents, tool results, SMS: may fill values, never adds steps, tools or recipients.</summary>
    Outside = 2,
}

/// <summary>A place that a value was taken from, so that a person can look.</summary>
/// <param name="Type">"message", "event", "turn", "contact" …</param>
/// <param name="Id">The id in that room.</param>
/// <param name="Text">A short excerpt for display, already free of invisible characters. Outside text.</param>
public sealed record SourceRef(string Type, string Id, string? Text = null, Trust Trust = Trust.Outside);
