namespace Steward.Mail;

/// <summary>Whether a person wrote an address: as a whole, not as the end or the beginning of a longer one ("x@firm.example" does not stand in "max@firm.example").</summary>
public static class AddressInText
{
    public static bool Stands(string text, string address)
    {
        if (address.Length == 0)
            return false;
        for (var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(address, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!(at > 0 && IsPart(text[at - 1])) && !GoesOn(text, at + address.Length))
                return true;
        }
        return false;
    }

    /// <summary>A full stop ends a sentence unless the domain goes on behind it.</summary>
    static bool GoesOn(string text, int at) =>
        at < text.Length && (text[at] == '.' ? at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]) : text[at] is '-' or '_' or '@' || char.IsLetterOrDigit(text[at]));

    static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '%' or '&' or '#' or '=' or '/' or '~' or '!' or '@';
}
