using System.Text.Json;

namespace Steward.Workflows.Signals;

/// <summary>
/// Something that happened outside, told to a run. Each run has a mailbox per name: what is accepted stays there, in the order of acceptance, until the
/// run takes it.
/// </summary>
/// <param name="Name">One of those that the workflow declares.</param>
/// <param name="Key">Names this signal among those of its name, so that sending it again counts once.</param>
public sealed record Signal(string Name, string Key, JsonElement Payload)
{
    public const int MaxNameLength = 100;
    public const int MaxKeyLength = 200;

    /// <summary>The longest payload, in characters of JSON: a signal says that something happened; what it is about lies elsewhere.</summary>
    public const int MaxPayloadLength = 64 * 1024;
}

/// <param name="Position">Rises with every message that the run gets, under whatever name.</param>
public sealed record StoredSignal(string Name, long Position, JsonElement Payload);
