using Steward.Mail;

namespace Steward.Testing.Google;

/// <summary>One mailbox of the server. Every method takes its lock; what it holds is what Gmail would say.</summary>
public sealed class GmailBox(string address, TimeProvider clock)
{
    readonly Dictionary<string, GmailItem> messages = new(StringComparer.Ordinal);
    readonly List<GmailRecord> history = [];
    long ids = 0x18c0_0000_0000_0000, historyId = 1000;

    public Lock Gate { get; } = new();
    public string Address => address;
    public long HistoryId => historyId;

    /// <summary>History before this is forgotten: asking for it is 404.</summary>
    public long ForgottenBefore { get; set; } = 1000;
    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> Drafts { get; } = new(StringComparer.Ordinal);
    public IReadOnlyCollection<GmailItem> Messages => messages.Values;
    public IReadOnlyList<GmailRecord> History => history;

    /// <summary>Every message that was sent from here, in order: the effects that count.</summary>
    public List<string> Sent { get; } = [];

    public GmailItem? Find(string id) => messages.GetValueOrDefault(id);

    /// <summary>Puts a message into the mailbox as if it had come by SMTP, or had been there for long.</summary>
    public GmailItem Deliver(byte[] raw, IEnumerable<string> labels, DateTimeOffset? date = null, string? thread = null)
    {
        lock (Gate)
        {
            var read = MimeReader.Read(raw, clock.GetUtcNow()).Value.Message;
            var id = NewId();
            var item = new GmailItem(id, thread ?? ThreadOf(read) ?? id, raw, date ?? clock.GetUtcNow(), read) { Labels = [.. labels.Select(LabelId)] };
            messages.Add(id, item);
            item.HistoryId = Record(new GmailRecord(0, "messagesAdded", item, []));
            return item;
        }
    }

    /// <summary>A change of labels in Gmail's own page.</summary>
    public void Relabel(GmailItem item, IEnumerable<string> add, IEnumerable<string> remove)
    {
        lock (Gate)
        {
            var added = add.Except(item.Labels).ToList();
            var removed = remove.Intersect(item.Labels).ToList();
            item.Labels = [.. item.Labels.Except(removed).Union(added)];
            if (added.Count > 0)
                item.HistoryId = Record(new GmailRecord(0, "labelsAdded", item, added));
            if (removed.Count > 0)
                item.HistoryId = Record(new GmailRecord(0, "labelsRemoved", item, removed));
        }
    }

    public void Delete(GmailItem item)
    {
        lock (Gate)
        {
            messages.Remove(item.Id);
            Record(new GmailRecord(0, "messagesDeleted", item, []));
        }
    }

    /// <summary>Forgets all history, as Gmail does after a week or so.</summary>
    public void Forget()
    {
        lock (Gate)
        {
            history.Clear();
            ForgottenBefore = historyId + 1;
            historyId += 2;
        }
    }

    /// <summary>The id of a label by its name; a person's own is made when there is none.</summary>
    public string LabelId(string name)
    {
        lock (Gate)
        {
            if (SystemLabels.All.Contains(name) && name != SystemLabels.Snoozed)
                return name;
            if (Labels.FirstOrDefault(label => label.Value == name).Key is { } id)
                return id;
            Labels.Add(id = $"Label_{Labels.Count + 1}", name);
            return id;
        }
    }

    public IReadOnlyList<string> Names(GmailItem item) => [.. item.Labels.Select(id => Labels.GetValueOrDefault(id, id)).Order(StringComparer.Ordinal)];

    /// <summary>By References and In-Reply-To, when the subject fits.</summary>
    public string? ThreadOf(IncomingMessage message)
    {
        var refers = message.References.Append(message.InReplyTo).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return refers.Count == 0 ? null : messages.Values.FirstOrDefault(m => m.Read.MessageId is { } id && refers.Contains(id) && Base(m.Read.Subject) == Base(message.Subject))?.Thread;
    }

    public bool Fits(string thread, IncomingMessage message) => messages.Values.Any(m => m.Thread == thread && Base(m.Read.Subject) == Base(message.Subject));

    string NewId() => (++ids).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public string NewDraftId() => $"r-{++ids}";

    long Record(GmailRecord record)
    {
        history.Add(record with { Id = ++historyId });
        return historyId;
    }

    static string Base(string subject)
    {
        while (subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) || subject.StartsWith("Fwd:", StringComparison.OrdinalIgnoreCase))
            subject = subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return subject.Trim();
    }
}

public sealed class GmailItem(string id, string thread, byte[] raw, DateTimeOffset date, IncomingMessage read)
{
    public string Id => id;
    public string Thread => thread;
    public byte[] Raw => raw;
    public DateTimeOffset Date => date;
    public IncomingMessage Read => read;
    public IReadOnlyList<string> Labels { get; set; } = [];
    public long HistoryId { get; set; }
}

public sealed record GmailRecord(long Id, string Type, GmailItem Message, IReadOnlyList<string> Labels);
