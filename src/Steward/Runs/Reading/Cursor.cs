using System.Globalization;

namespace Steward.Runs.Reading;

/// <summary>Where a page of runs ended.</summary>
static class Cursor
{
    public static string Write(DateTimeOffset at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}-{id:N}");

    public static bool TryRead(string text, out DateTimeOffset at, out Guid id)
    {
        (at, id) = (default, default);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return false;
        at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return Guid.TryParseExact(text.AsSpan(dash + 1), "N", out id);
    }
}
