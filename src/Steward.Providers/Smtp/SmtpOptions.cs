namespace Steward.Providers.Smtp;

public enum SmtpSecurity
{
    /// <summary>STARTTLS before anything else is said; a server without it is not used.</summary>
    StartTls,
    /// <summary>TLS from the first octet (port 465).</summary>
    Tls,
    /// <summary>Clear text: only for a relay on the same machine or network, and never with a password.</summary>
    None,
}

/// <summary>The server that takes mail of Local accounts for the outside.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }
    public int Port { get; init; } = 587;
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>For one whole hand-over.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    public override string ToString() => $"{Host}:{Port} ({Security})";

    /// <summary>Reads <c>STEWARD_SMTP_HOST</c>, <c>_PORT</c>, <c>_SECURITY</c> (starttls, tls, none), <c>_USER</c> and <c>_PASSWORD</c>. Null when no host is named.</summary>
    /// <exception cref="FormatException">A value is wrong; the message names the variable and never the password.</exception>
    public static SmtpOptions? Read(Func<string, string?> variable)
    {
        string? Value(string name) => string.IsNullOrWhiteSpace(variable("STEWARD_SMTP_" + name)) ? null : variable("STEWARD_SMTP_" + name)!.Trim();
        if (Value("HOST") is not { } host)
            return null;
        var security = Value("SECURITY")?.ToLowerInvariant() switch
        {
            null or "starttls" => SmtpSecurity.StartTls,
            "tls" => SmtpSecurity.Tls,
            "none" => SmtpSecurity.None,
            var other => throw new FormatException($"STEWARD_SMTP_SECURITY is starttls, tls or none, not {other}."),
        };
        var port = security == SmtpSecurity.Tls ? 465 : 587;
        if (Value("PORT") is { } text && (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw new FormatException($"STEWARD_SMTP_PORT is a number from 1 to 65535, not {text}.");
        var options = new SmtpOptions { Host = host, Port = port, Security = security, User = Value("USER"), Password = Value("PASSWORD") };
        return options.Security == SmtpSecurity.None && options.User is not null
            ? throw new FormatException("STEWARD_SMTP_SECURITY=none would send STEWARD_SMTP_PASSWORD in clear text. Use starttls or tls.")
            : options;
    }
}
