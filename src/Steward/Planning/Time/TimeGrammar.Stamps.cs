using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"2026-11-20T15:00", "2026-11-20 15:00:00Z", "2026-11-20T15:00+01:00".</summary>
    Found<Moment>? Stamp(int i)
    {
        if (!IsNumber(i))
            return null;
        if (CompactStamp(i) is { } compact)
            return compact;
        if (WrittenDate(i) is not { } date || tokens[i].Text.Length != 4 || !Is(date.End, "t") || Digits2(date.End + 1) is not { } hour || !Is(date.End + 2, ":") || Digits2(date.End + 3) is not { } minute || hour > 23 || minute > 59)
            return null;
        var end = date.End + 4;
        var second = 0;
        if (Is(end, ":") && Glued(end) && Digits2(end + 1) is { } s && s < 60)
            (second, end) = (s, end + 2);
        if (Is(end, ".") && Glued(end) && Glued(end + 1) && end + 1 < tokens.Count && tokens[end + 1].Kind == Language.TokenKind.Number)
            end += 2;
        var local = date.Value.From + new LocalTime(hour, minute, second);
        Offset? offset = null;
        if (Is(end, "z") && Glued(end))
            (offset, end) = (Offset.Zero, end + 1);
        else if (Is(end, "+", "-") && Glued(end) && Digits2(end + 1) is { } hours && hours <= 14)
        {
            var minutes = Is(end + 2, ":") && Digits2(end + 3) is { } m ? m : 0;
            offset = Offset.FromSeconds((Is(end, "+") ? 1 : -1) * (hours * 3600 + minutes * 60));
            end += Is(end + 2, ":") ? 4 : 2;
        }
        return new(offset is { } o ? At(local.WithOffset(o)) : new Moment(local), end);

        int? Digits2(int at) => at < tokens.Count && tokens[at].Kind == Language.TokenKind.Number && tokens[at].Text.Length == 2 ? int.Parse(tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    Moment At(OffsetDateTime exact) => new(exact.InZone(context.Zone).LocalDateTime) { Exact = exact.ToInstant() };

    /// <summary>"20261123T150000Z", "20261123T1500" (ISO 8601, basic form).</summary>
    Found<Moment>? CompactStamp(int i)
    {
        if (tokens[i].Text.Length != 8 || CompactDate(i) is not { } date || !Is(date.End, "t") || !Glued(date.End) || !Glued(date.End + 1) || !IsNumber(date.End + 1) || tokens[date.End + 1].Text.Length is not (4 or 6))
            return null;
        var digits = int.Parse(tokens[date.End + 1].Text.PadRight(6, '0'), System.Globalization.CultureInfo.InvariantCulture);
        var (hour, minute, second, end) = (digits / 10000, digits / 100 % 100, digits % 100, date.End + 2);
        if (hour > 23 || minute > 59 || second > 59)
            return null;
        var local = date.Value.From + new LocalTime(hour, minute, second);
        return Is(end, "z") && Glued(end) ? new(At(local.WithOffset(Offset.Zero)), end + 1) : new(new Moment(local), end);
    }
}
