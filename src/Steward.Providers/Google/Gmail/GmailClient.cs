using System.Globalization;

namespace Steward.Providers.Google.Gmail;

/// <summary>
/// Gmail's REST API v1, method by method, for the mailbox of the account that is named. Answers are partial where Google allows it: no field is asked for that
/// nobody reads. Lists give one page with the token of the next; nothing here loops. The units are those of Google's table of quotas.
/// </summary>
public sealed class GmailClient(GoogleApi api, GoogleAddresses addresses)
{
    const string MessageFields = "id,threadId,labelIds,historyId,internalDate,sizeEstimate,payload";
    const string Page = "&maxResults=";

    static readonly string[] Reading = [GoogleScopes.GmailReadonly, GoogleScopes.GmailModify];
    static readonly string[] Changing = [GoogleScopes.GmailModify];
    static readonly string[] Composing = [GoogleScopes.GmailCompose, GoogleScopes.GmailModify];

    public Task<GmailProfile> GetProfileAsync(Guid account, CancellationToken cancel) => GetAsync<GmailProfile>(account, "profile", 1, cancel);

    /// <param name="query">Gmail's search language, sent as it is.</param>
    /// <param name="everywhere">Spam and trash too.</param>
    public Task<GmailMessageList> ListMessagesAsync(Guid account, string? query, bool everywhere, string? pageToken, int limit, CancellationToken cancel) => GetAsync<GmailMessageList>(account,
        $"messages?fields=messages(id,threadId),nextPageToken,resultSizeEstimate{Page}{Number(limit)}{If("q", query)}{If("pageToken", pageToken)}{(everywhere ? "&includeSpamTrash=true" : "")}", 5, cancel);

    /// <summary>Whole, with the octets of small parts; those of attachments are asked for by <see cref="GetAttachmentAsync"/>.</summary>
    public Task<GmailMessage> GetMessageAsync(Guid account, string id, CancellationToken cancel) => GetAsync<GmailMessage>(account, Whole(id), 20, cancel);

    /// <summary>Labels and history only.</summary>
    public Task<GmailMessage> GetMinimalAsync(Guid account, string id, CancellationToken cancel) =>
        GetAsync<GmailMessage>(account, $"messages/{Name(id)}?format=minimal&fields=id,threadId,labelIds,historyId,internalDate", 20, cancel);

    /// <summary>The header fields that are named, without content.</summary>
    public Task<GmailMessage> GetMetadataAsync(Guid account, string id, IEnumerable<string> headers, CancellationToken cancel) => GetAsync<GmailMessage>(account,
        $"messages/{Name(id)}?format=metadata&fields=id,threadId,labelIds,historyId,internalDate,sizeEstimate,payload/headers{string.Concat(headers.Select(h => If("metadataHeaders", h)))}", 20, cancel);

    /// <summary>The message as RFC 5322 octets, in base64url.</summary>
    public Task<GmailMessage> GetRawAsync(Guid account, string id, CancellationToken cancel) =>
        GetAsync<GmailMessage>(account, $"messages/{Name(id)}?format=raw&fields=id,threadId,labelIds,historyId,internalDate,sizeEstimate,raw", 20, cancel);

    /// <summary>Many whole messages by one HTTP request. Each has its own fate: one that cannot be read is an exception in its place.</summary>
    public Task<IReadOnlyList<GoogleBatchAnswer<GmailMessage>>> GetMessagesAsync(Guid account, IReadOnlyList<string> ids, CancellationToken cancel) =>
        GoogleBatch.GetAsync<GmailMessage>(api, new Uri(addresses.Gmail, "batch/gmail/v1"), [.. ids.Select(id => Uri(Whole(id)).PathAndQuery)], Call(account, Reading, 20 * ids.Count, true), cancel);

    public Task<GmailThread> GetThreadAsync(Guid account, string id, CancellationToken cancel) =>
        GetAsync<GmailThread>(account, $"threads/{Name(id)}?format=full&fields=id,historyId,messages({MessageFields})", 40, cancel);

    public Task<GmailBody> GetAttachmentAsync(Guid account, string messageId, string attachmentId, CancellationToken cancel) =>
        GetAsync<GmailBody>(account, $"messages/{Name(messageId)}/attachments/{Name(attachmentId)}?fields=size,data", 20, cancel);

    public async Task<IReadOnlyList<GmailLabel>> GetLabelsAsync(Guid account, CancellationToken cancel) =>
        (await GetAsync<GmailLabelList>(account, "labels?fields=labels(id,name,type)", 1, cancel)).Labels ?? [];

    /// <summary>409 when there is one of that name.</summary>
    public Task<GmailLabel> CreateLabelAsync(Guid account, string name, CancellationToken cancel) =>
        PostAsync<GmailLabel>(account, "labels?fields=id,name,type", new { name, labelListVisibility = "labelShow", messageListVisibility = "show" }, Changing, 5, cancel);

    /// <summary>One request, atomic: all of it or nothing. Naming a label that is there, or removing one that is not, changes nothing.</summary>
    public Task<GmailMessage> ModifyAsync(Guid account, string id, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancel) =>
        PostAsync<GmailMessage>(account, $"messages/{Name(id)}/modify?fields=id,threadId,labelIds,historyId", new { addLabelIds = add, removeLabelIds = remove }, Changing, 5, cancel, repeatable: true);

    /// <summary>At most 1,000 messages.</summary>
    public Task BatchModifyAsync(Guid account, IReadOnlyList<string> ids, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancel) =>
        PostAsync<Nothing>(account, "messages/batchModify", new { ids, addLabelIds = add, removeLabelIds = remove }, Changing, 50, cancel, repeatable: true);

    public Task<GmailMessage> TrashAsync(Guid account, string id, CancellationToken cancel) =>
        PostAsync<GmailMessage>(account, $"messages/{Name(id)}/trash?fields=id,threadId,labelIds,historyId", null, Changing, 5, cancel, repeatable: true);

    public Task<GmailMessage> UntrashAsync(Guid account, string id, CancellationToken cancel) =>
        PostAsync<GmailMessage>(account, $"messages/{Name(id)}/untrash?fields=id,threadId,labelIds,historyId", null, Changing, 5, cancel, repeatable: true);

    public Task<GmailDraftList> ListDraftsAsync(Guid account, string? query, string? pageToken, CancellationToken cancel) =>
        GetAsync<GmailDraftList>(account, $"drafts?fields=drafts(id,message(id,threadId)),nextPageToken{Page}500{If("q", query)}{If("pageToken", pageToken)}", 5, cancel);

    public Task<GmailDraft> GetDraftAsync(Guid account, string id, CancellationToken cancel) => GetAsync<GmailDraft>(account, $"drafts/{Name(id)}?format=minimal&fields=id,message(id,threadId,labelIds,historyId)", 5, cancel);

    /// <param name="raw">RFC 5322 octets.</param>
    /// <param name="thread">The thread that it belongs to; its References and subject must fit, or Gmail begins a new one.</param>
    public Task<GmailDraft> CreateDraftAsync(Guid account, byte[] raw, string? thread, CancellationToken cancel) =>
        PostAsync<GmailDraft>(account, "drafts?fields=id,message(id,threadId,labelIds)", new { message = new { raw = Encoded(raw), threadId = thread } }, Composing, 10, cancel);

    /// <summary>Replaces the draft's message, which gets a new id.</summary>
    public Task<GmailDraft> UpdateDraftAsync(Guid account, string id, byte[] raw, string? thread, CancellationToken cancel) => api.SendAsync<GmailDraft>(
        HttpMethod.Put, Uri($"drafts/{Name(id)}?fields=id,message(id,threadId,labelIds)"), Call(account, Composing, 15, true), new { message = new { raw = Encoded(raw), threadId = thread } }, cancel);

    public Task DeleteDraftAsync(Guid account, string id, CancellationToken cancel) =>
        api.SendAsync<Nothing>(HttpMethod.Delete, Uri($"drafts/{Name(id)}"), Call(account, Composing, 10, false), null, cancel);

    /// <summary>Sends the draft, which is gone afterwards: so it can be sent only once, however often it is asked for.</summary>
    /// <returns>The message that was sent.</returns>
    public Task<GmailMessage> SendDraftAsync(Guid account, string id, CancellationToken cancel) => PostAsync<GmailMessage>(account, "drafts/send?fields=id,threadId,labelIds", new { id }, Composing, 100, cancel);

    /// <summary>Sends at once. Asked twice it sends twice: Steward sends by drafts instead (decision 0017).</summary>
    public Task<GmailMessage> SendAsync(Guid account, byte[] raw, string? thread, CancellationToken cancel) =>
        PostAsync<GmailMessage>(account, "messages/send?fields=id,threadId,labelIds", new { raw = Encoded(raw), threadId = thread }, [GoogleScopes.GmailSend, .. Composing], 100, cancel);

    /// <summary>What has changed since; 404 when Gmail no longer knows that far back.</summary>
    public Task<GmailHistoryList> GetHistoryAsync(Guid account, long since, string? pageToken, CancellationToken cancel) =>
        GetAsync<GmailHistoryList>(account, $"history?startHistoryId={Number(since)}{Page}500{If("pageToken", pageToken)}", 2, cancel);

    /// <param name="topic">A Cloud Pub/Sub topic to which Gmail may publish.</param>
    public Task<GmailWatch> WatchAsync(Guid account, string topic, CancellationToken cancel) => PostAsync<GmailWatch>(account, "watch", new { topicName = topic }, Reading, 100, cancel, repeatable: true);

    public Task StopAsync(Guid account, CancellationToken cancel) => PostAsync<Nothing>(account, "stop", null, Reading, 50, cancel, repeatable: true);

    Task<T> GetAsync<T>(Guid account, string path, int units, CancellationToken cancel) => api.SendAsync<T>(HttpMethod.Get, Uri(path), Call(account, Reading, units, true), null, cancel);

    Task<T> PostAsync<T>(Guid account, string path, object? body, IReadOnlyList<string> scopes, int units, CancellationToken cancel, bool repeatable = false) =>
        api.SendAsync<T>(HttpMethod.Post, Uri(path), Call(account, scopes, units, repeatable), body, cancel);

    Uri Uri(string path) => new(addresses.Gmail, "gmail/v1/users/me/" + path);

    static string Whole(string id) => $"messages/{Name(id)}?format=full&fields={MessageFields}";

    static GoogleCall Call(Guid account, IReadOnlyList<string> scopes, int units, bool repeatable) => new(account, scopes, units, repeatable);

    static string Name(string id) => System.Uri.EscapeDataString(id);

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string If(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"&{name}={System.Uri.EscapeDataString(value)}";

    static string Encoded(byte[] raw) => System.Buffers.Text.Base64Url.EncodeToString(raw);
}
