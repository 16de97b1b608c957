namespace Steward.Mail.Store;

/// <summary>What must be known of a message to find its thread.</summary>
readonly record struct Threadable(string MessageId, IReadOnlyList<string> Refers, BaseSubject Subject, DateTimeOffset Date);

/// <summary>A thread as far as joining by subject needs it.</summary>
sealed class ThreadEntry(Guid id, string subject, bool rootless, DateTimeOffset firstAt, DateTimeOffset lastAt, bool isNew)
{
    public Guid Id => id;
    public string Subject => subject;
    public bool IsNew => isNew;
    public bool Rootless { get; set; } = rootless;
    public DateTimeOffset FirstAt { get; set; } = firstAt;
    public DateTimeOffset LastAt { get; set; } = lastAt;
}

/// <summary>
/// Finds the thread of each message of a batch: a function over what the database knew before. A message joins the thread of any Message-ID that it has or
/// names; when it names several, those threads become one. Else, like JWZ's algorithm, a reply joins the last thread with its subject within 30 days, and an
/// original joins a thread of replies that lacks one. The outcome does not depend on the order of messages that name one another.
/// </summary>
sealed class ThreadBook
{
    static readonly TimeSpan SubjectReach = TimeSpan.FromDays(30);

    readonly Dictionary<string, Guid> byMessageId;
    readonly Dictionary<Guid, ThreadEntry> entries = [];
    readonly Dictionary<string, List<ThreadEntry>> bySubject = new(StringComparer.Ordinal);
    readonly Dictionary<Guid, Guid> mergedInto = [];
    readonly Func<Guid> newId;

    /// <param name="known">Threads by Message-ID, for every id that the batch has or names.</param>
    /// <param name="candidates">Existing threads with a subject of the batch.</param>
    public ThreadBook(Dictionary<string, Guid> known, IEnumerable<ThreadEntry> candidates, Func<Guid> newId)
    {
        byMessageId = known;
        this.newId = newId;
        foreach (var candidate in candidates)
            Add(candidate);
    }

    /// <summary>Ids that are new or belong to another thread now.</summary>
    public HashSet<string> Touched { get; } = new(StringComparer.Ordinal);

    /// <summary>Threads that were joined to another, and the one they went to.</summary>
    public IEnumerable<(Guid From, Guid To)> Merges => mergedInto.Keys.Select(from => (from, Find(from)));

    public IEnumerable<ThreadEntry> New => entries.Values.Where(entry => entry.IsNew && !mergedInto.ContainsKey(entry.Id));

    public Guid ThreadOf(string messageId) => Find(byMessageId[messageId]);

    /// <summary>Places a message. Batches go in by date, so that an original is there before its replies where it can be.</summary>
    public void Place(Threadable message)
    {
        var found = message.Refers.Append(message.MessageId).Where(byMessageId.ContainsKey).Select(ThreadOf).Distinct().ToList();
        var thread = found.Count > 0 ? Merge(found) : BySubject(message)?.Id ?? Start(message);
        foreach (var id in message.Refers.Append(message.MessageId))
        {
            if (!byMessageId.TryGetValue(id, out var known) || known != thread)
            {
                byMessageId[id] = thread;
                Touched.Add(id);
            }
        }
        if (entries.TryGetValue(thread, out var entry))
        {
            entry.Rootless &= message.Subject.IsReply;
            entry.FirstAt = message.Date < entry.FirstAt ? message.Date : entry.FirstAt;
            entry.LastAt = message.Date > entry.LastAt ? message.Date : entry.LastAt;
        }
    }

    /// <summary>The oldest id stays; ids are ordered by the time of their making.</summary>
    Guid Merge(List<Guid> threads)
    {
        var winner = threads.Min();
        foreach (var loser in threads.Where(thread => thread != winner))
            mergedInto[loser] = winner;
        return winner;
    }

    Guid Find(Guid thread)
    {
        while (mergedInto.TryGetValue(thread, out var next))
            thread = next;
        return thread;
    }

    ThreadEntry? BySubject(Threadable message) =>
        message.Subject.Text.Length > 0 && bySubject.TryGetValue(message.Subject.Text, out var candidates)
            ? candidates.Where(c => !mergedInto.ContainsKey(c.Id) && (message.Subject.IsReply || c.Rootless)
                    && message.Date <= c.LastAt + SubjectReach && message.Date >= c.FirstAt - SubjectReach)
                .OrderByDescending(c => c.LastAt).ThenBy(c => c.Id).FirstOrDefault()
            : null;

    Guid Start(Threadable message)
    {
        var entry = new ThreadEntry(newId(), message.Subject.Text, message.Subject.IsReply, message.Date, message.Date, isNew: true);
        Add(entry);
        return entry.Id;
    }

    void Add(ThreadEntry entry)
    {
        if (!entries.TryAdd(entry.Id, entry))
            return;
        if (!bySubject.TryGetValue(entry.Subject, out var list))
            bySubject[entry.Subject] = list = [];
        list.Add(entry);
    }
}
