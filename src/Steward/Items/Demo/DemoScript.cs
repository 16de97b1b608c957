using System.Globalization;
using System.Text;

namespace Steward.Items.Demo;

/// <summary>One message of the demo as it is written in the Content files.</summary>
sealed record DemoLine(
    string Id, bool Work, string From, IReadOnlyList<string> To, IReadOnlyList<string> Cc, string When, IReadOnlyList<string> Labels, string? Answers, bool Quote, string? Pdf, string? List, string? Html,
    string Subject, string Text);

/// <summary>Reads the Content files (their form is described at the head of the first). A mistake in them throws with the message's id: they are our own.</summary>
static class DemoScript
{
    public static IReadOnlyList<DemoLine> Messages() =>
        [.. new[] { "1-work", "2-home", "3-services", "4-special" }.SelectMany(file => File(file).Split("\n=== ").Skip(1).Select(Message))];

    /// <summary>Rows of "a | b | c".</summary>
    public static IReadOnlyList<string[]> Rows(string file) =>
        [.. File(file).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    static string File(string name)
    {
        using var stream = typeof(DemoScript).Assembly.GetManifestResourceStream($"demo/{name}.txt") ?? throw new InvalidOperationException($"The demo file {name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    static DemoLine Message(string block)
    {
        var lines = block.Split('\n');
        if (lines[0].Split('|', StringSplitOptions.TrimEntries) is not [var id, var account, var people, var when, var marks] || people.Split('>', StringSplitOptions.TrimEntries) is not [var from, var to])
            throw new FormatException($"The demo message “{lines[0]}” has not five fields.");
        var words = marks.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var recipients = to.Split('/', StringSplitOptions.TrimEntries);
        return new DemoLine(
            id, account == "work", from, Keys(recipients[0]), recipients.Length > 1 ? Keys(recipients[1]) : [], when,
            [.. words.Where(word => !word.Contains(':', StringComparison.Ordinal) && word != "quote")],
            Mark(words, "re"), words.Contains("quote", StringComparer.Ordinal), Mark(words, "pdf"), Mark(words, "list"), Mark(words, "html"),
            lines[1].Trim(), string.Join('\n', lines.Skip(2)).Trim('\n'));
    }

    static string[] Keys(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static string? Mark(string[] words, string name) => words.FirstOrDefault(word => word.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
}

/// <summary>Dates of the demo, counted from now in the person's zone: "-3d09:42", "-3w09:42" (working days), "-95m", "-2h", and the {d+5} of its texts.</summary>
sealed class DemoDates(DateTimeOffset now)
{
    static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public DateTimeOffset When(string text)
    {
        var unit = text.AsSpan(1).IndexOfAny("dwhm") + 1;
        var count = int.Parse(text.AsSpan(1, unit - 1), NumberStyles.None, English);
        if (text[unit] is 'h' or 'm')
            return now - (text[unit] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count));
        var day = text[unit] == 'w' ? WorkingDay(-count) : now.Date.AddDays(-count);
        return new DateTimeOffset(day + TimeSpan.ParseExact(text[(unit + 1)..], @"hh\:mm", English), now.Offset);
    }

    public string Fill(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
                return result.Append(text, at, text.Length - at).ToString();
            result.Append(text, at, open - at).Append(Value(text[(open + 1)..close]));
            at = close + 1;
        }
        return result.ToString();
    }

    string Value(string name)
    {
        var sign = name.AsSpan().IndexOfAny('+', '-');
        var count = int.Parse(name.AsSpan(sign), NumberStyles.AllowLeadingSign, English);
        return name[..sign] switch
        {
            "d" => now.AddDays(count).ToString("dddd, d MMMM", English),
            "w" => WorkingDay(count).ToString("dddd", English),
            "month" => now.AddMonths(count).ToString("MMMM yyyy", English),
            "ym" => now.AddMonths(count).ToString("yyyy-MM", English),
            "year" => now.AddYears(count).ToString("yyyy", English),
            _ => throw new FormatException($"The demo text has an unknown value {{{name}}}."),
        };
    }

    /// <summary>Monday to Friday; 0 is today, or the working day before a weekend.</summary>
    DateTime WorkingDay(int count)
    {
        var day = now.Date;
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(-1);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }
        return day;
    }
}
