using System.Globalization;

namespace Steward.Host;

/// <summary>Everything that Steward is told from outside: the command line and the environment. Nothing else reads configuration.</summary>
public sealed record StewardOptions
{
    public int Port { get; init; } = 8080;

    /// <summary>0.0.0.0 inside a container; 127.0.0.1 otherwise.</summary>
    public string Address { get; init; } = "127.0.0.1";
    public string DataFolder { get; init; } = "data";
    public bool Demo { get; init; }

    /// <summary>STEWARD_DATABASE: a PostgreSQL of one's own, as an Npgsql connection string or a postgres:// URI. Null: the embedded one.</summary>
    public string? Database { get; init; }

    /// <summary>STEWARD_NOW: an instant from which time runs on, for tests and demos.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>STEWARD_ZONE or the machine's zone: the zone of people who have not chosen one.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>STEWARD_SMTP_HOST and the others: the relay through which Local accounts write to the outside. Null: they reach one another only.</summary>
    public Steward.Providers.Smtp.SmtpOptions? Smtp { get; init; }

    /// <summary>STEWARD_MASTER_KEY: keys in base64, the present one first, older ones after commas. Null: they are in a file.</summary>
    public Steward.Platform.Secret? MasterKey { get; init; }

    /// <summary>STEWARD_MASTER_KEY_FILE: the file with them, a key a line. Null: <c>master.key</c> in the data folder, made at the first start.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>STEWARD_GOOGLE_CLIENT_ID and the others: how this Steward is registered at Google. It can also be entered in the settings.</summary>
    public Steward.Providers.Google.GoogleOptions Google { get; init; } = new();

    /// <summary>STEWARD_PUBLIC_URL: where people reach this Steward, when that is not their own machine.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>STEWARD_RUNS_AT_ONCE and the others.</summary>
    public RunSettings Runs { get; init; } = RunSettings.Default;

    /// <summary>STEWARD_OLLAMA_URL, STEWARD_OPENAI_API_KEY and the others: providers of language models that serve everybody.</summary>
    public Steward.Providers.ModelProviderOptions Models { get; init; } = new();

    /// <summary>Where the built web app is.</summary>
    public string? WebFolder { get; init; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://{(Address == "0.0.0.0" ? "127.0.0.1" : Address)}:{Port}");

    /// <exception cref="StartException">An argument or variable is wrong; the message names it.</exception>
    public static StewardOptions Parse(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var options = new StewardOptions
        {
            Database = Empty(variable("STEWARD_DATABASE")) is { } database ? DatabaseUri.ToConnectionString(database) : null,
            Zone = Empty(variable("STEWARD_ZONE")) ?? LocalZone(),
            Address = Empty(variable("STEWARD_ADDRESS")) ?? "127.0.0.1",
            WebFolder = Empty(variable("STEWARD_WEB")),
            Smtp = Read(() => Steward.Providers.Smtp.SmtpOptions.Read(variable)),
            Google = Read(() => Steward.Providers.Google.GoogleOptions.Read(variable)),
            PublicUrl = Empty(variable("STEWARD_PUBLIC_URL")) is not { } url ? null
                : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address
                : throw new StartException("STEWARD_PUBLIC_URL is not an address such as https://steward.example.org."),
            Models = Read(() => Steward.Providers.ModelProviderOptions.Read(variable)),
            MasterKey = Empty(variable("STEWARD_MASTER_KEY")) is { } key ? new(key) : null,
            MasterKeyFile = Empty(variable("STEWARD_MASTER_KEY_FILE")),
            Runs = RunSettings.Read(variable),
            Now = Empty(variable("STEWARD_NOW")) is not { } now ? null
                : DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant
                : throw new StartException($"STEWARD_NOW is not an instant: {now}. Write it like 2026-11-20T09:00:00Z."),
        };
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--demo" => options with { Demo = true },
                "--port" => options with { Port = PortNumber(Value(args, ref i)) },
                "--data" => options with { DataFolder = Value(args, ref i) },
                var other => throw new StartException($"Steward does not know {other}. It knows --port N, --data DIR and --demo."),
            };
        }
        return options;
    }

    static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new StartException(e.Message, e);
        }
    }

    static string Value(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count ? args[++i] : throw new StartException($"{args[i]} needs a value.");

    static int PortNumber(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535 ? port : throw new StartException($"--port is a number from 0 to 65535, not {text}.");

    static string LocalZone() => TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(TimeZoneInfo.Local.Id, out var id) ? id : "UTC";

    static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
