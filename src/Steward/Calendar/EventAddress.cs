using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Mail addresses of attendees.</summary>
static class EventAddress
{
    /// <summary>Lower-cased and bare; null for what cannot be one address: no or two @, white space, invisible or delimiting characters, more than 254 characters.</summary>
    public static string? Canonical(string address)
    {
        address = address.Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at == address.Length - 1 || address.Length > 254 || address.IndexOf('@', at + 1) >= 0)
            return null;
        _ = VisibleText.Clean(address, out var removed);
        return removed > 0 || address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"' or '(' or ')' or '\\' or '\uFFFD') || address.Any(char.IsSurrogate)
            ? null
            : address.ToLowerInvariant();
    }
}
