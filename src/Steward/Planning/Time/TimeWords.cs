using NodaTime;

namespace Steward.Planning.Time;

enum Unit { Second, Minute, Hour, Day, Workday, Week, Weekend, Month, Quarter, Year }

/// <summary>The words of time, as data.</summary>
static class TimeWords
{
    public static readonly Dictionary<string, int> Months = Table(
        "january jan 1 february feb 2 march mar 3 april apr 4 may 5 june jun 6 july jul 7 august aug 8 september sept sep 9 october oct 10 november nov 11 december dec 12");

    public static readonly Dictionary<string, int> Weekdays = Table(
        "monday mon 1 tuesday tues tue 2 wednesday weds wed 3 thursday thurs thur thu 4 friday fri 5 saturday sat 6 sunday sun 7");

    public static readonly Dictionary<string, int> PluralWeekdays = Table(
        "mondays 1 tuesdays 2 wednesdays 3 thursdays 4 fridays 5 saturdays 6 sundays 7");

    public static readonly Dictionary<string, int> Cardinals = Table(
        "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 "
        + "eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90");

    public static readonly Dictionary<string, int> Decades = Table("noughties 2000 twenties 2020 thirties 1930 forties 1940 fifties 1950 sixties 1960 seventies 1970 eighties 1980 nineties 1990");

    public static readonly Dictionary<string, int> Ordinals = Table(
        "first 1 second 2 third 3 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 eleventh 11 twelfth 12 thirteenth 13 fourteenth 14 fifteenth 15 sixteenth 16 "
        + "seventeenth 17 eighteenth 18 nineteenth 19 twentieth 20 thirtieth 30");

    public static readonly Dictionary<string, Unit> Units = Table<Unit>(
        "second seconds sec secs Second minute minutes min mins Minute hour hours hr hrs h Hour day days d Day workday workdays Workday "
        + "week weeks wk wks w Week weekend weekends Weekend month months mth mths mo mos Month quarter quarters qtr qtrs Quarter year years yr yrs y Year");

    /// <summary>Hours from–to; an end before the start is on the next day.</summary>
    public static readonly Dictionary<string, (int From, int To)> Parts = new(StringComparer.Ordinal)
    {
        ["morning"] = (6, 12), ["mornings"] = (6, 12), ["forenoon"] = (9, 12), ["afternoon"] = (12, 18), ["afternoons"] = (12, 18), ["arvo"] = (12, 18),
        ["evening"] = (18, 22), ["evenings"] = (18, 22), ["eve"] = (18, 22), ["night"] = (20, 0), ["nights"] = (20, 0),
        ["lunch"] = (12, 13), ["lunchtime"] = (12, 13), ["lunchbreak"] = (12, 13), ["breakfast"] = (7, 9), ["dinner"] = (18, 20), ["dinnertime"] = (18, 20),
    };

    /// <summary>Abbreviations and city names that people put after a time of day.</summary>
    public static readonly Dictionary<string, string> Zones = new(StringComparer.Ordinal)
    {
        ["utc"] = "Etc/UTC", ["gmt"] = "Etc/UTC", ["zulu"] = "Etc/UTC", ["est"] = "America/New_York", ["edt"] = "America/New_York", ["et"] = "America/New_York",
        ["eastern"] = "America/New_York", ["cst"] = "America/Chicago", ["cdt"] = "America/Chicago", ["ct"] = "America/Chicago", ["central"] = "America/Chicago",
        ["mst"] = "America/Denver", ["mdt"] = "America/Denver", ["mt"] = "America/Denver", ["mountain"] = "America/Denver", ["pst"] = "America/Los_Angeles",
        ["pdt"] = "America/Los_Angeles", ["pt"] = "America/Los_Angeles", ["pacific"] = "America/Los_Angeles", ["cet"] = "Europe/Berlin", ["cest"] = "Europe/Berlin",
        ["bst"] = "Europe/London", ["wet"] = "Europe/Lisbon", ["eet"] = "Europe/Helsinki", ["eest"] = "Europe/Helsinki", ["msk"] = "Europe/Moscow", ["ist"] = "Asia/Kolkata",
        ["jst"] = "Asia/Tokyo", ["kst"] = "Asia/Seoul", ["sgt"] = "Asia/Singapore", ["hkt"] = "Asia/Hong_Kong", ["aest"] = "Australia/Sydney", ["aedt"] = "Australia/Sydney",
        ["nzst"] = "Pacific/Auckland", ["nzdt"] = "Pacific/Auckland", ["hst"] = "Pacific/Honolulu", ["akst"] = "America/Anchorage",
    };

    /// <summary>Places that name a zone before the word "time".</summary>
    public static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["london"] = "Europe/London", ["uk"] = "Europe/London", ["british"] = "Europe/London", ["berlin"] = "Europe/Berlin", ["german"] = "Europe/Berlin", ["munich"] = "Europe/Berlin",
        ["paris"] = "Europe/Paris", ["french"] = "Europe/Paris", ["madrid"] = "Europe/Madrid", ["rome"] = "Europe/Rome", ["vienna"] = "Europe/Vienna", ["zurich"] = "Europe/Zurich",
        ["amsterdam"] = "Europe/Amsterdam", ["brussels"] = "Europe/Brussels", ["stockholm"] = "Europe/Stockholm", ["oslo"] = "Europe/Oslo", ["copenhagen"] = "Europe/Copenhagen",
        ["helsinki"] = "Europe/Helsinki", ["warsaw"] = "Europe/Warsaw", ["prague"] = "Europe/Prague", ["lisbon"] = "Europe/Lisbon", ["dublin"] = "Europe/Dublin",
        ["athens"] = "Europe/Athens", ["istanbul"] = "Europe/Istanbul", ["moscow"] = "Europe/Moscow", ["kyiv"] = "Europe/Kyiv", ["new york"] = "America/New_York",
        ["nyc"] = "America/New_York", ["ny"] = "America/New_York", ["boston"] = "America/New_York", ["toronto"] = "America/Toronto", ["chicago"] = "America/Chicago",
        ["denver"] = "America/Denver", ["los angeles"] = "America/Los_Angeles", ["la"] = "America/Los_Angeles", ["san francisco"] = "America/Los_Angeles", ["sf"] = "America/Los_Angeles",
        ["seattle"] = "America/Los_Angeles", ["california"] = "America/Los_Angeles", ["sao paulo"] = "America/Sao_Paulo", ["tokyo"] = "Asia/Tokyo", ["japan"] = "Asia/Tokyo",
        ["seoul"] = "Asia/Seoul", ["beijing"] = "Asia/Shanghai", ["shanghai"] = "Asia/Shanghai", ["china"] = "Asia/Shanghai", ["hong kong"] = "Asia/Hong_Kong",
        ["singapore"] = "Asia/Singapore", ["delhi"] = "Asia/Kolkata", ["mumbai"] = "Asia/Kolkata", ["india"] = "Asia/Kolkata", ["indian"] = "Asia/Kolkata", ["dubai"] = "Asia/Dubai",
        ["tel aviv"] = "Asia/Jerusalem", ["cairo"] = "Africa/Cairo", ["lagos"] = "Africa/Lagos", ["nairobi"] = "Africa/Nairobi", ["johannesburg"] = "Africa/Johannesburg",
        ["sydney"] = "Australia/Sydney", ["melbourne"] = "Australia/Melbourne", ["perth"] = "Australia/Perth", ["auckland"] = "Pacific/Auckland",
        ["eastern"] = "America/New_York", ["pacific"] = "America/Los_Angeles", ["central"] = "America/Chicago", ["mountain"] = "America/Denver", ["central european"] = "Europe/Berlin",
    };

    /// <summary>Words after a number that make it an amount, not a time.</summary>
    public static readonly HashSet<string> Measures =
    [
        "%", "$", "€", "£", "°", "percent", "pct", "km", "kg", "cm", "mm", "mb", "gb", "kb", "tb", "ghz", "mph", "kmh", "euro", "euros", "eur", "usd", "gbp", "dollar", "dollars", "bucks", "pounds",
        "miles", "degrees", "people", "persons", "guests", "attendees", "points", "pages", "items", "copies", "pieces", "out", "stars", "employees", "emails", "mails", "messages", "seats", "rooms",
    ];

    /// <summary>Words before a number that make it a name: "room 5", "version 3".</summary>
    public static readonly HashSet<string> Numbered =
    [
        "room", "floor", "chapter", "page", "pages", "version", "gate", "line", "bus", "flight", "number", "nr", "apartment", "apt", "building", "section", "step", "item", "level", "platform",
        "track", "size", "aged", "invoice", "ticket", "pr", "task", "exit", "route", "channel", "suite", "unit", "box", "order", "table", "figure", "fig", "lesson", "episode", "season", "part", "option", "phase", "windows",
        "ext", "extension", "v", "bug", "article",
    ];

    /// <summary>First month and length of the northern seasons, by calendar months.</summary>
    public static readonly Dictionary<string, int> Seasons = Table("spring 3 summer 6 autumn fall 9 winter 12");

    /// <summary>Spelling as people type it in a hurry.</summary>
    public static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["tmrw"] = "tomorrow", ["tmr"] = "tomorrow", ["tmw"] = "tomorrow", ["tomo"] = "tomorrow", ["2moro"] = "tomorrow", ["tomorow"] = "tomorrow", ["tommorow"] = "tomorrow",
        ["tommorrow"] = "tomorrow", ["tonite"] = "tonight", ["2nite"] = "tonight", ["nxt"] = "next", ["b4"] = "before", ["thru"] = "through", ["til"] = "until", ["till"] = "until",
        ["'til"] = "until", ["teh"] = "the", ["upcoming"] = "coming", ["weekdays"] = "weekdays", ["fortnights"] = "fortnight", ["previous"] = "last", ["preceding"] = "last", ["following"] = "next",
        ["biweekly"] = "fortnightly", ["wkend"] = "weekend", ["yesteday"] = "yesterday", ["yday"] = "yesterday", ["midday"] = "noon", ["noontime"] = "noon", ["noonish"] = "noon", ["2day"] = "today",
        ["midnite"] = "midnight", ["wknd"] = "weekend", ["approx"] = "around", ["approximately"] = "around", ["roughly"] = "around",
    };

    /// <summary>Words that the grammar knows beyond the tables: for mending spelling.</summary>
    public static readonly string[] Others =
    [
        "today", "tomorrow", "yesterday", "tonight", "noon", "midnight", "fortnight", "weekday", "weekdays", "weekly", "monthly", "daily", "yearly", "quarterly", "annually",
        "fortnightly", "hourly", "every", "between", "until", "since", "before", "after", "older", "newer", "next", "last", "this", "coming", "week", "half", "quarter",
        "beginning", "christmas", "easter", "thanksgiving", "halloween", "couple", "o'clock", "later", "early", "within", "during", "through",
    ];

    static Dictionary<string, int> Table(string data) => Read(data, text => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : (int?)null);

    static Dictionary<string, T> Table<T>(string data) where T : struct, Enum => Read(data, text => char.IsUpper(text[0]) ? Enum.Parse<T>(text) : (T?)null);

    /// <summary>"name name value name value …"</summary>
    static Dictionary<string, T> Read<T>(string data, Func<string, T?> parse) where T : struct
    {
        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var word in data.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (parse(word) is not { } value)
            {
                names.Add(word);
                continue;
            }
            foreach (var name in names)
                table[name] = value;
            names.Clear();
        }
        return table;
    }

    public static IsoDayOfWeek Weekday(int number) => (IsoDayOfWeek)number;
}
