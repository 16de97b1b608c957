using System.Text.Json;
using Steward.Platform;

namespace Steward.Host.Live;

/// <summary>A live event as clients get it, the same over both transports.</summary>
sealed record LiveMessage(long Seq, string Type, Guid? SubjectId, JsonElement Data, DateTimeOffset At)
{
    public static LiveMessage Of(LiveEvent row) => new(row.Seq, row.Type, row.SubjectId, row.Data, row.At);
}
