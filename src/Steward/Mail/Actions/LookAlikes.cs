using System.Globalization;
using System.Text;

namespace Steward.Mail.Actions;

/// <summary>Addresses that are written to be taken for others.</summary>
static class LookAlikes
{
    /// <summary>Why the address by itself is suspicious, or null.</summary>
    public static string? Suspicious(string address)
    {
        var domain = address[(address.LastIndexOf('@') + 1)..];
        if (domain.Split('.').Any(label => label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)))
            return $"The domain of {address} is written in other letters: {Unicode(domain)}.";
        var scripts = address.EnumerateRunes().Where(Rune.IsLetter).Select(Script).Distinct().Count();
        return scripts > 1 ? $"The address {address} mixes letters of several alphabets." : null;
    }

    /// <summary>The known address that this one imitates: equal to the eye, or the same but for one letter of the domain. Null when there is none.</summary>
    public static string? Imitated(string address, IEnumerable<string> known)
    {
        var lower = address.ToLowerInvariant();
        var skeleton = Skeleton(lower);
        var (local, domain) = Split(lower);
        foreach (var other in known)
        {
            var (otherLocal, otherDomain) = Split(other);
            if (other == lower || (domain == otherDomain && Skeleton(local) != Skeleton(otherLocal)))
                continue;
            if (Skeleton(other) == skeleton || (local == otherLocal && domain.Length > 5 && OneApart(Skeleton(domain), Skeleton(otherDomain))))
                return other;
        }
        return null;
    }

    /// <summary>What is left when letters that look the same are one letter.</summary>
    static string Skeleton(string text)
    {
        var skeleton = new StringBuilder(text.Length);
        foreach (var c in text)
            skeleton.Append(Twins.GetValueOrDefault(c, c));
        return skeleton.Replace("rn", "m").Replace("vv", "w").Replace("cl", "d").ToString();
    }

    static readonly Dictionary<char, char> Twins = new()
    {
        ['0'] = 'o', ['1'] = 'l', ['i'] = 'l', ['5'] = 's', ['а'] = 'a', ['в'] = 'b', ['е'] = 'e', ['о'] = 'o', ['р'] = 'p', ['с'] = 'c', ['у'] = 'y', ['х'] = 'x', ['і'] = 'l',
        ['ѕ'] = 's', ['ј'] = 'j', ['һ'] = 'h', ['ԁ'] = 'd', ['ɡ'] = 'g', ['ո'] = 'n', ['ο'] = 'o', ['α'] = 'a', ['ν'] = 'v', ['ρ'] = 'p', ['τ'] = 't', ['υ'] = 'u', ['ı'] = 'l',
    };

    /// <summary>One letter more, less, other, or two neighbours swapped.</summary>
    static bool OneApart(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1 || a == b)
            return false;
        var start = 0;
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start])
            start++;
        var restA = a.AsSpan(start);
        var restB = b.AsSpan(start);
        if (a.Length != b.Length)
            return a.Length > b.Length ? restA[1..].SequenceEqual(restB) : restA.SequenceEqual(restB[1..]);
        return restA[1..].SequenceEqual(restB[1..]) || (restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
    }

    static (string Local, string Domain) Split(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 0 ? (address, "") : (address[..at], address[(at + 1)..]);
    }

    static string Script(Rune letter) => letter.Value switch
    {
        < 0x250 or (>= 0x1E00 and < 0x1F00) => "latin",
        >= 0x370 and < 0x400 => "greek",
        >= 0x400 and < 0x530 => "cyrillic",
        >= 0x530 and < 0x590 => "armenian",
        >= 0x590 and < 0x600 => "hebrew",
        >= 0x600 and < 0x780 => "arabic",
        _ => "other",
    };

    static string Unicode(string domain)
    {
        try
        {
            return new IdnMapping().GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain; // no name at all: shown as it is
        }
    }
}
