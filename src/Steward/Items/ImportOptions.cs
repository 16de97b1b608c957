using Steward.Mail;

namespace Steward.Items;

/// <summary>Where uploaded files wait, and what is accepted at most.</summary>
public sealed record ImportOptions
{
    /// <summary>A folder of Steward's own on a disk with room for what people upload; made when it is missing. Files in it are named by import id and removed afterwards.</summary>
    public required string SpoolFolder { get; init; }

    /// <summary>Octets of one upload.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>Entries of an archive.</summary>
    public int MaxEntries { get; init; } = 200_000;

    /// <summary>Octets that an archive may unpack to for each octet of its own (text packs 3 to 20 times), above a first 256 MB.</summary>
    public int MaxRatio { get; init; } = 50;

    /// <summary>Messages stored in one transaction.</summary>
    public int BatchMessages { get; init; } = 500;

    /// <summary>Octets of messages that are held in memory for one batch.</summary>
    public long BatchBytes { get; init; } = 24 << 20;

    public MimeLimits Limits { get; init; } = MimeLimits.Default;
}
