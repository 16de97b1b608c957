namespace Steward.Mail;

/// <summary>What a message may be at most. A message over a limit is refused with the reason; reading it never costs more than the limits allow.</summary>
public sealed record MimeLimits
{
    public static readonly MimeLimits Default = new();

    /// <summary>Octets of the whole message as it came.</summary>
    public int MessageBytes { get; init; } = 64 << 20;
    /// <summary>Octets of one part's header fields.</summary>
    public int HeaderBytes { get; init; } = 256 << 10;
    /// <summary>Header fields of one part.</summary>
    public int HeaderFields { get; init; } = 2000;
    /// <summary>Multiparts and messages within one another.</summary>
    public int Depth { get; init; } = 30;
    /// <summary>Parts of all levels together.</summary>
    public int Parts { get; init; } = 1000;
    /// <summary>Characters of readable text and of HTML that are kept; more is cut off, with a note.</summary>
    public int TextCharacters { get; init; } = 2 << 20;
}
