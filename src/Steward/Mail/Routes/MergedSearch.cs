using Steward.Platform;

namespace Steward.Mail.Routes;

/// <summary>One list out of several mailboxes, newest first. Each mailbox is read by its own reader, in pages, and never further than needed.</summary>
/// <param name="read">Reads one page of one mailbox.</param>
/// <param name="key">What the list is ordered by, descending: date, then id.</param>
sealed class MergedSearch<T>(Func<Mailbox, MailSearch, CancellationToken, Task<Result<Page<T>>>> read, Func<T, (DateTimeOffset Date, Guid Id)> key)
{
    public async Task<Result<Page<T>>> RunAsync(IReadOnlyList<Mailbox> mailboxes, MailSearch search, CancellationToken cancel)
    {
        if (mailboxes.Count == 1)
            return await read(mailboxes[0], search, cancel);
        MergedCursor? from = null;
        if (search.Cursor is { Length: > 0 } text && (from = MergedCursor.Read(text)) is null)
            return Error.Invalid("cursor", "This is not a cursor of this list.");

        var sources = new List<Source>();
        var caveats = new List<string>();
        long? total = search.WithTotal ? 0 : null;
        foreach (var mailbox in mailboxes)
        {
            if (from is not null && !from.Pages.ContainsKey(mailbox.AccountId) && !search.WithTotal)
                continue;
            var source = new Source(mailbox, from is null ? null : from.Pages.GetValueOrDefault(mailbox.AccountId));
            var page = await LoadAsync(source, search, from, cancel);
            if (page.Error is { } error)
                return error;
            total += page.Value.Total ?? 0;
            if (page.Value.Caveat is { } caveat)
                caveats.Add($"{mailbox.Address}: {caveat}");
            if (from is null || from.Pages.ContainsKey(mailbox.AccountId))
                sources.Add(source);
        }

        var items = new List<T>(search.Limit);
        while (items.Count < search.Limit)
        {
            foreach (var source in sources.Where(s => s.Rows.Count == 0 && s.Next is not null))
            {
                source.Page = source.Next;
                var page = await LoadAsync(source, search with { WithTotal = false }, from, cancel);
                if (page.Error is { } error)
                    return error;
            }
            if (sources.Where(s => s.Rows.Count > 0).MaxBy(s => key(s.Rows.Peek())) is not { } newest)
                break;
            items.Add(newest.Rows.Dequeue());
        }
        var open = sources.Where(s => s.Rows.Count > 0 || s.Next is not null).ToDictionary(s => s.Mailbox.AccountId, s => s.Rows.Count > 0 ? s.Page : s.Next);
        return new Page<T>(items, open.Count == 0 || items.Count == 0 ? null : new MergedCursor(key(items[^1]).Date, key(items[^1]).Id, open).ToString(), total, caveats.Count == 0 ? null : string.Join(' ', caveats));
    }

    async Task<Result<Page<T>>> LoadAsync(Source source, MailSearch search, MergedCursor? from, CancellationToken cancel)
    {
        var page = await read(source.Mailbox, search with { Cursor = source.Page }, cancel);
        if (page.Error is not null)
            return page;
        source.Next = page.Value.NextCursor;
        foreach (var row in page.Value.Items)
        {
            if (from is null || key(row).CompareTo((from.Date, from.Id)) < 0)
                source.Rows.Enqueue(row);
        }
        return page;
    }

    sealed class Source(Mailbox mailbox, string? page)
    {
        public Mailbox Mailbox => mailbox;
        public string? Page { get; set; } = page;
        public string? Next { get; set; }
        public Queue<T> Rows { get; } = new();
    }
}
