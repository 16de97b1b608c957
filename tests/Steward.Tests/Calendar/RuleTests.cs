using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Steward.Calendar;
using Steward.Calendar.Recurrence;

namespace Steward.Tests.Calendar;

public sealed class RuleTests
{
    /// <summary>RFC 5545 §3.8.5.3: the examples, with the dates that the RFC lists; an open list ends with the first ones.</summary>
    [Theory]
    [InlineData("19970902T090000", "FREQ=DAILY;COUNT=10", "0902 0903 0904 0905 0906 0907 0908 0909 0910 0911.")]
    [InlineData("19970902T090000", "FREQ=DAILY;INTERVAL=2", "0902 0904 0906 0908")]
    [InlineData("19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5", "0902 0912 0922 1002 1012.")]
    [InlineData("19970902T090000", "FREQ=WEEKLY;COUNT=10", "0902 0909 0916 0923 0930 1007 1014 1021 1028 1104.")]
    [InlineData("19970902T090000", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "0902 0916 0930 1014 1028 1111 1125")]
    [InlineData("19970902T090000", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "0902 0904 0909 0911 0916 0918 0923 0925 0930 1002.")]
    [InlineData("19970902T090000", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "0902 0904 0909 0911 0916 0918 0923 0925 0930 1002.")]
    [InlineData("19970901T090000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "0901 0903 0905 0915 0917 0919 0929 1001 1003 1013 1015 1017 1027 1029 1031 1110 1112 1114 1124 1126 1128 1208 1210 1212 1222.")]
    [InlineData("19970902T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "0902 0904 0916 0918 0930 1002 1014 1016.")]
    [InlineData("19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "0905 1003 1107 1205 19980102 19980206 19980306 19980403 19980501 19980605.")]
    [InlineData("19970905T090000", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "0905 1003 1107 1205.")]
    [InlineData("19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "0907 0928 1102 1130 19980104 19980125 19980301 19980329 19980503 19980531.")]
    [InlineData("19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "0922 1020 1117 1222 19980119 19980216.")]
    [InlineData("19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3", "0928 1029 1128 1229 19980129 19980226")]
    [InlineData("19970902T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "0902 0915 1002 1015 1102 1115 1202 1215 19980102 19980115.")]
    [InlineData("19970930T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "0930 1001 1031 1101 1130 1201 1231 19980101 19980131 19980201.")]
    [InlineData("19970910T090000", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "0910 0911 0912 0913 0914 0915 19990310 19990311 19990312 19990313.")]
    [InlineData("19970902T090000", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "0902 0909 0916 0923 0930 1104 1111 1118 1125 19980106 19980113 19980120 19980127 19980303")]
    [InlineData("19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "0610 0710 19980610 19980710 19990610 19990710 20000610 20000710 20010610 20010710.")]
    [InlineData("19970310T090000", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "0310 19990110 19990210 19990310 20010110 20010210 20010310 20030110 20030210 20030310.")]
    [InlineData("19970101T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "0101 0410 0719 20000101 20000409 20000718 20030101 20030410 20030719 20060101.")]
    [InlineData("19970519T090000", "FREQ=YEARLY;BYDAY=20MO", "0519 19980518 19990517")]
    [InlineData("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "0512 19980511 19990517")]
    [InlineData("19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "0313 0320 0327 19980305 19980312 19980319 19980326 19990304")]
    [InlineData("19970605T090000", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "0605 0612 0619 0626 0703 0710 0717 0724 0731 0807 0814 0821 0828 19980604")]
    [InlineData("19980213T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19980213 19980313 19981113 19990813 20001013")]
    [InlineData("19970913T090000", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "0913 1011 1108 1213 19980110 19980207 19980307 19980411 19980509 19980613")]
    [InlineData("19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "19961105 20001107 20041102")]
    [InlineData("19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "0904 1007 1106.")]
    [InlineData("19970929T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "0929 1030 1127 1230 19980129 19980226 19980330")]
    [InlineData("19970902T090000", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "0902T0900 0902T1200 0902T1500.")]
    [InlineData("19970902T090000", "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "0902T0900 0902T0915 0902T0930 0902T0945 0902T1000 0902T1015.")]
    [InlineData("19970902T090000", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "0902T0900 0902T1030 0902T1200 0902T1330.")]
    [InlineData("19970902T164000", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "0902T1640 0903T0900 0903T0920 0903T0940 0903T1000")]
    [InlineData("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "0805 0810 0819 0824.")]
    [InlineData("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "0805 0817 0819 0831.")]
    [InlineData("20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115 20070130 20070215 20070315 20070330.")]
    public void The_RFCs_own_examples(string start, string rule, string expected)
    {
        var ends = expected.EndsWith('.');
        var dates = expected.TrimEnd('.').Split(' ');
        var parsed = RuleParser.Parse(rule).Value;
        var from = Local(start);
        var to = ends ? from.PlusYears(30) : from.PlusYears(12);
        var all = RuleExpansion.Expand(parsed, from, from, to, new ExpansionBudget(1_000_000))
            .TakeWhile(time => parsed.Until is not { } until || time <= until.Local).Take(dates.Length + 1).ToList();
        Assert.Equal(dates, all.Take(dates.Length).Select(time => Say(time, from, dates[0].Contains('T', StringComparison.Ordinal))));
        Assert.Equal(ends, all.Count == dates.Length);
    }

    /// <summary>"Every day in January, for 3 years", in its three spellings.</summary>
    [Fact]
    public void Three_spellings_of_every_day_in_January_are_one()
    {
        var start = Local("19980101T090000");
        var first = Expand("FREQ=YEARLY;UNTIL=20000131T140000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", start);
        Assert.Equal(first, Expand("FREQ=DAILY;UNTIL=20000131T140000;BYMONTH=1", start));
        Assert.Equal(93, first.Count);

        List<LocalDateTime> Expand(string rule, LocalDateTime from) =>
            [.. RuleExpansion.Expand(RuleParser.Parse(rule).Value, from, from, Local("20000131T140000"), new ExpansionBudget(100_000))];
    }

    /// <summary>"Every Friday the 13th": DTSTART is no 13th, and is an instance until it is taken out.</summary>
    [Fact]
    public void Dtstart_is_the_first_instance_though_the_rule_would_not_give_it()
    {
        var start = Local("19970902T090000");
        var all = RuleExpansion.Expand(RuleParser.Parse("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3").Value, start, start, start.PlusYears(3), new ExpansionBudget(10_000));
        Assert.Equal([start, Local("19980213T090000"), Local("19980313T090000")], all);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FREQ=FORTNIGHTLY")]
    [InlineData("INTERVAL=2")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;INTERVAL=-1")]
    [InlineData("FREQ=DAILY;INTERVAL=99999999999")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20260101")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY")]
    [InlineData("FREQ=DAILY;UNTIL=tomorrow")]
    [InlineData("FREQ=DAILY;UNTIL=20260230")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=WEEKLY;BYDAY=")]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1")]
    [InlineData("FREQ=MONTHLY;BYYEARDAY=1")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=1")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=YEARLY;BYMONTH=13")]
    [InlineData("FREQ=YEARLY;BYMONTH=-1")]
    [InlineData("FREQ=YEARLY;BYMONTH=5L")]
    [InlineData("FREQ=DAILY;BYHOUR=24")]
    [InlineData("FREQ=DAILY;BYMINUTE=60")]
    [InlineData("FREQ=DAILY;WKST=1")]
    [InlineData("FREQ=DAILY;BYEASTER=0")]
    [InlineData("FREQ=7")]
    [InlineData("RSCALE=HEBREW;FREQ=YEARLY")]
    public void What_is_no_rule_is_refused_with_a_reason(string rule) => Assert.False(string.IsNullOrWhiteSpace(RuleParser.Parse(rule).Error?.Detail));

    [Theory]
    [InlineData("freq=daily; interval=2")]
    [InlineData("FREQ=DAILY;")]
    [InlineData("FREQ=DAILY;X-THING=1")]
    [InlineData("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT")]
    [InlineData("FREQ=MINUTELY;BYSECOND=60")]
    public void What_programs_write_is_read(string rule) => Assert.Null(RuleParser.Parse(rule).Error);

    [Theory]
    [InlineData("FREQ=DAILY", "every day")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday (Monday to Friday)")]
    [InlineData("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE;UNTIL=20270105", "every 3 weeks on Monday and Wednesday, until 5 January 2027")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1TH", "every month on the last Thursday")]
    [InlineData("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15;COUNT=4", "every other month on day 1 and 15, 4 times")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1")]
    [InlineData("FREQ=YEARLY;BYMONTH=2", "FREQ=YEARLY;BYMONTH=2")]
    public void Common_rules_are_said_in_words_and_others_as_written(string rule, string words) => Assert.Equal(words, RuleWords.Say(rule));

    static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    static Gen<string> Some(string name, int least, int most, bool signed, int chance) => Gen.Frequency(
        (chance, (signed ? Gen.OneOf(Gen.Choose(least, most), Gen.Choose(-most, -least)) : Gen.Choose(least, most)).ListOf().Where(l => l.Count is > 0 and < 8)
            .Select(list => $";{name}={string.Join(',', list)}")),
        (100 - chance, Gen.Constant("")));

    static Gen<string> SomeDays(bool numbered, int chance) => Gen.Frequency(
        (chance, (from day in Gen.Elements(Days) from nth in numbered ? Gen.Frequency((2, Gen.Constant("")), (1, Gen.Choose(1, 5).Select(n => n.ToString(CultureInfo.InvariantCulture))), (1, Gen.Choose(-5, -1).Select(n => n.ToString(CultureInfo.InvariantCulture)))) : Gen.Constant("") select nth + day)
            .ListOf().Where(l => l.Count is > 0 and < 6).Select(list => ";BYDAY=" + string.Join(',', list))),
        (100 - chance, Gen.Constant("")));

    /// <summary>Any rule that the RFC allows for the frequency.</summary>
    static Gen<string> RuleOf(string frequency) =>
        from interval in Gen.Frequency((3, Gen.Constant("")), (2, Gen.Choose(1, 7).Select(n => $";INTERVAL={n}")))
        from end in Gen.Frequency((3, Gen.Constant("")), (2, Gen.Choose(1, 30).Select(n => $";COUNT={n}")))
        from week in frequency is "YEARLY" ? Some("BYWEEKNO", 1, 53, true, 15) : Gen.Constant("")
        from month in Some("BYMONTH", 1, 12, false, 30)
        from monthDay in frequency is "WEEKLY" ? Gen.Constant("") : Some("BYMONTHDAY", 1, 31, true, 30)
        from yearDay in frequency is "DAILY" or "WEEKLY" or "MONTHLY" ? Gen.Constant("") : Some("BYYEARDAY", 1, 366, true, 15)
        from day in SomeDays(frequency is "YEARLY" or "MONTHLY" && week.Length == 0, 40)
        from hour in Some("BYHOUR", 0, 23, false, 20)
        from minute in Some("BYMINUTE", 0, 59, false, 20)
        from second in Some("BYSECOND", 0, 59, false, 15)
        from position in Some("BYSETPOS", 1, 6, true, 25)
        from weekStart in Gen.Frequency((2, Gen.Constant("")), (1, Gen.Elements(Days).Select(d => ";WKST=" + d)))
        select $"FREQ={frequency}{interval}{end}{week}{month}{monthDay}{yearDay}{day}{hour}{minute}{second}{position}{weekStart}";

    static readonly Gen<DateTime> Starts =
        from day in Gen.Choose(0, 3652)
        from second in Gen.OneOf(Gen.Choose(0, 86_399), Gen.Choose(0, 23).Select(h => h * 3600))
        select new DateTime(1995, 1, 1).AddDays(day).AddSeconds(second);

    [Theory]
    [InlineData("YEARLY", 2200, 400)]
    [InlineData("MONTHLY", 800, 600)]
    [InlineData("WEEKLY", 200, 600)]
    [InlineData("DAILY", 120, 600)]
    [InlineData("HOURLY", 12, 300)]
    [InlineData("MINUTELY", 2, 150)]
    [InlineData("SECONDLY", 0, 60)]
    public void Equals_a_look_at_every_unit_of_time(string frequency, int days, int tests) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests),
        Prop.ForAll((from rule in RuleOf(frequency) from start in Starts from seek in Gen.Choose(0, 100) select (rule, start, seek)).ToArbitrary(), sample =>
        {
            var rule = RuleParser.Parse(sample.rule).Value;
            var end = days == 0 ? sample.start.AddMinutes(90) : sample.start.AddDays(days);
            var expected = RecurrenceOracle.Expand(rule, sample.start, end);
            var from = LocalDateTime.FromDateTime(sample.start);
            var actual = RuleExpansion.Expand(rule, from, from, LocalDateTime.FromDateTime(end), new ExpansionBudget(int.MaxValue)).Select(t => t.ToDateTimeUnspecified()).ToList();
            // a window that begins later gives the rest of the same list
            var later = sample.start.AddTicks((end - sample.start).Ticks / 100 * sample.seek);
            var rest = RuleExpansion.Expand(rule, from, LocalDateTime.FromDateTime(later), LocalDateTime.FromDateTime(end), new ExpansionBudget(int.MaxValue)).Select(t => t.ToDateTimeUnspecified());
            return expected.SequenceEqual(actual).Label($"{sample.start:s} {sample.rule}\nexpected {string.Join(' ', expected.Take(20).Select(t => t.ToString("s")))}\nactual   {string.Join(' ', actual.Take(20).Select(t => t.ToString("s")))}")
                .And(rest.SequenceEqual(expected.Where(t => t >= later)).Label("a later window differs"));
        }));

    [Fact]
    public void Any_text_is_read_or_refused_and_expands_within_its_budget() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll((from frequency in Gen.Elements("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY") from rule in RuleOf(frequency) from at in Gen.Choose(0, rule.Length - 1) from c in Gen.Elements("=;,-0123456789MOTUBYZ ".ToCharArray())
            select string.Concat(rule.AsSpan(0, at), c.ToString(), rule.AsSpan(at + 1))).ToArbitrary(), text =>
        {
            var parsed = RuleParser.Parse(text);
            if (!parsed.Ok)
                return;
            var start = new LocalDateTime(2026, 1, 31, 9, 0);
            _ = RuleExpansion.Expand(parsed.Value, start, start.PlusYears(1), start.PlusYears(2), new ExpansionBudget(5000)).Count();
        }));

    static LocalDateTime Local(string text) => LocalDateTime.FromDateTime(DateTime.ParseExact(text, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));

    static string Say(LocalDateTime time, LocalDateTime start, bool clock) =>
        time.ToString((time.Year == start.Year && start.Year == 1997 ? "MMdd" : "uuuuMMdd") + (clock ? "'T'HHmm" : ""), CultureInfo.InvariantCulture);
}
