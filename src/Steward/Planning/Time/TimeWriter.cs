using NodaTime;
using NodaTime.Text;

namespace Steward.Planning.Time;

/// <summary>Writes meanings as ISO 8601 in the asked zone, with the instants, across changes of the clock.</summary>
static class TimeWriter
{
    static readonly LocalDateTimePattern LocalPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");

    public static TimeExpression Write(TimeValue value, TimeContext context, string text, int start, int end)
    {
        var plain = new TimeExpression { Text = text[start..end], Start = start, End = end, Kind = TimeKind.Date, Note = value.Note };
        var alternatives = value.Alternatives;
        var result = value switch
        {
            Days { Single: true } day => plain with { Kind = TimeKind.Date, Value = Iso(day.From), Instant = StartOf(day.From, context) },
            Days days => plain with { Kind = TimeKind.DateRange, From = Iso(days.From), To = Iso(days.To), FromInstant = StartOf(days.From, context), ToInstant = StartOf(days.To.PlusDays(1), context) },
            Clock clock => OnNextOccurrence(clock),
            ClockSpan span => Between(span),
            Moment moment => At(plain with { Kind = TimeKind.DateTime }, moment, context),
            MomentSpan { WholeDays: true } span => plain with
            {
                Kind = TimeKind.DateRange,
                From = span.From is { } f ? Iso(f.Date) : null,
                To = span.To is { } t ? Iso(t.Date.PlusDays(-1)) : null,
                FromInstant = span.From is { } from ? StartOf(from.Date, context) : null,
                ToInstant = span.To is { } to ? StartOf(to.Date, context) : null,
            },
            MomentSpan span => Span(plain with { Kind = TimeKind.DateTimeRange }, span.From, span.To, context),
            Length length => plain with { Kind = TimeKind.Duration, Duration = PeriodPattern.Roundtrip.Format(length.Period) },
            Repeat { Timed: true } repeat => At(plain with { Kind = TimeKind.Set, Rrule = repeat.Rule.Write(context.Zone) }, new Moment(repeat.First), context),
            Repeat repeat => plain with { Kind = TimeKind.Set, Rrule = repeat.Rule.Write(), Value = Iso(repeat.First.Date), Instant = StartOf(repeat.First.Date, context) },
            _ => throw new InvalidOperationException($"No way to write a {value.GetType().Name}."),
        };
        var others = alternatives.Select(a => Short(a, context)).Where(a => a is not null && a != result.Value && a != $"{result.From}/{result.To}").Distinct(StringComparer.Ordinal).ToList();
        return others.Count == 0 ? result : result with { Alternatives = [.. result.Alternatives ?? [], .. others!] };

        TimeExpression OnNextOccurrence(Clock clock)
        {
            var moment = new TimeGrammar(context, []).Resolve(clock);
            alternatives = [.. alternatives, .. moment.Alternatives];
            return At(plain with { Kind = TimeKind.Time, Note = moment.Note }, moment, context);
        }

        TimeExpression Between(ClockSpan span)
        {
            var overnight = span.To <= span.From ? 1 : 0;
            var day = span.Day ?? context.Today;
            if (span.Day is null && !context.Past && day.PlusDays(overnight) + span.To <= context.Now)
                day = day.PlusDays(1);
            if (span.Day is null && context.Past && day + span.From > context.Now)
                day = day.PlusDays(-1);
            var (from, to) = (Zoned(day + span.From, span.Zone), Zoned(day.PlusDays(overnight) + span.To, span.Zone));
            alternatives = [.. span.Alternatives.OfType<ClockSpan>().Select(s => new MomentSpan(day + s.From, day.PlusDays(s.To <= s.From ? 1 : 0) + s.To))];
            return Span(plain with { Kind = span.Day is null ? TimeKind.TimeRange : TimeKind.DateTimeRange }, from, to, context);
        }

        LocalDateTime Zoned(LocalDateTime local, DateTimeZone? zone) => zone is null ? local : local.InZoneLeniently(zone).WithZone(context.Zone).LocalDateTime;
    }

    static string? Short(TimeValue value, TimeContext context) => value switch
    {
        Days { Single: true } day => Iso(day.From),
        Days days => $"{Iso(days.From)}/{Iso(days.To)}",
        Moment moment => LocalPattern.Format(moment.At),
        MomentSpan { From: { } from, To: { } to } => $"{LocalPattern.Format(from)}/{LocalPattern.Format(to)}",
        Length length => PeriodPattern.Roundtrip.Format(length.Period),
        Clock clock => Short(new TimeGrammar(context, []).Resolve(clock), context),
        _ => null,
    };

    static TimeExpression At(TimeExpression plain, Moment moment, TimeContext context)
    {
        var local = moment.At;
        if (moment.Exact is { } exact)
            return plain with { Value = LocalPattern.Format(local), Instant = exact.InZone(context.Zone).ToDateTimeOffset() };
        var mapping = context.Zone.MapLocal(local);
        var zoned = local.InZoneLeniently(context.Zone);
        var note = mapping.Count switch
        {
            0 => $"the clocks go forward: {local:HH':'mm} does not exist, moved to {zoned.LocalDateTime:HH':'mm}",
            2 => $"the clocks go back: {local:HH':'mm} comes twice, the first is taken",
            _ => null,
        };
        return plain with
        {
            Value = LocalPattern.Format(zoned.LocalDateTime),
            Instant = zoned.ToDateTimeOffset(),
            Note = plain.Note is null ? note : note is null ? plain.Note : $"{plain.Note}; {note}",
            Alternatives = mapping.Count == 2 ? [OffsetDateTimePattern.ExtendedIso.Format(mapping.Last().ToOffsetDateTime())] : plain.Alternatives,
        };
    }

    static TimeExpression Span(TimeExpression plain, LocalDateTime? from, LocalDateTime? to, TimeContext context) => plain with
    {
        From = from is { } f ? LocalPattern.Format(f.InZoneLeniently(context.Zone).LocalDateTime) : null,
        To = to is { } t ? LocalPattern.Format(t.InZoneLeniently(context.Zone).LocalDateTime) : null,
        FromInstant = from?.InZoneLeniently(context.Zone).ToDateTimeOffset(),
        ToInstant = to?.InZoneLeniently(context.Zone).ToDateTimeOffset(),
    };

    static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    static DateTimeOffset StartOf(LocalDate date, TimeContext context) => context.Zone.AtStartOfDay(date).ToDateTimeOffset();
}
