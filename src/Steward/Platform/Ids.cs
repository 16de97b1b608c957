namespace Steward.Platform;

/// <summary>
/// Makes ids: UUID version 7 (RFC 9562), so that they sort by the time of making and index well.
/// Ids are names, not secrets: nothing is ever allowed because somebody knows one.
/// </summary>
public sealed class Ids(TimeProvider clock)
{
#pragma warning disable RS0030 // the one place that makes ids
    public Guid New() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030
}
