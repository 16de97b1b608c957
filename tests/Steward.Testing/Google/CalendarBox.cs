using System.Globalization;
using System.Text.Json.Nodes;

namespace Steward.Testing.Google;

/// <summary>The calendars of one account of the server: each a set of event documents with a count of changes, from which sync tokens and etags are made.</summary>
public sealed class CalendarBox(string address)
{
    public Lock Gate { get; } = new();
    public string Address => address;
    public Dictionary<string, CalendarShelf> Calendars { get; } = new(StringComparer.Ordinal) { [address] = new(address, "Primary", primary: true) };

    /// <summary>Inserts and deletions and all other changes that were carried out, in order: the effects that count.</summary>
    public List<string> Effects { get; } = [];

    /// <summary>Channels that are open, by their ids.</summary>
    public Dictionary<string, CalendarChannel> Channels { get; } = new(StringComparer.Ordinal);

    /// <summary>When channels end that are opened from now on.</summary>
    public DateTimeOffset ChannelsEndAt { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public CalendarShelf Primary => Calendars[address];

    public CalendarShelf Add(string id, string name, string role = "owner")
    {
        lock (Gate)
            return Calendars[id] = new CalendarShelf(id, name, primary: false) { Role = role };
    }
}

public sealed class CalendarShelf(string id, string name, bool primary)
{
    long version = 1;

    public string Id => id;
    public string Name => name;
    public bool IsPrimary => primary;
    public string Role { get; init; } = "owner";
    public string Zone { get; init; } = "Europe/Berlin";

    /// <summary>Sync tokens older than this are 410.</summary>
    public long ForgottenBefore { get; set; }
    public long Version => version;
    public Dictionary<string, JsonObject> Events { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, long> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Keeps a document under a new etag.</summary>
    public JsonObject Put(JsonObject resource)
    {
        version++;
        resource["etag"] = $"\"{version}\"";
        resource["updated"] = version.ToString(CultureInfo.InvariantCulture);
        Events[resource["id"]!.GetValue<string>()] = resource;
        Changed[resource["id"]!.GetValue<string>()] = version;
        return resource;
    }

    public void Forget() => ForgottenBefore = ++version;
}

/// <summary>A way on which the server would tell of changes.</summary>
public sealed record CalendarChannel(string Calendar, string Address, string Token);
