using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Mail.Html;
using Steward.Platform;

namespace Steward.Mail.Routes;

sealed record LabelView(string Name, bool System, long Messages, long Unread, Guid AccountId);

sealed record LabelList(IReadOnlyList<LabelView> Items);

/// <summary>Reading mail over HTTP. Nothing here changes anything; changes are proposed under /actions.</summary>
static class MailEndpoints
{
    /// <summary>The frame shows and does nothing else; popups are for links, which open outside the sandbox without a referrer or a hold on the page.</summary>
    internal const string FramePolicy =
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: cid:; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var mail = routes.MapGroup("/mail").WithTags("mail");
        mail.MapGet("/threads", ThreadsAsync).Produces<Page<ThreadSummary>>();
        mail.MapGet("/threads/{id:guid}", ThreadAsync).Produces<MailThread>();
        mail.MapGet("/messages", MessagesAsync).Produces<Page<MessageSummary>>();
        mail.MapGet("/messages/{id:guid}", MessageAsync).Produces<Message>();
        mail.MapGet("/messages/{id:guid}/html", HtmlAsync).Produces<string>(StatusCodes.Status200OK, "text/html");
        mail.MapGet("/messages/{id:guid}/attachments/{index:int}", AttachmentAsync).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        mail.MapGet("/labels", LabelsAsync).Produces<LabelList>();
    }

    static Task<IResult> ThreadsAsync(CurrentPerson person, MailList list, string? q, Guid? accountId, string? cursor, int? limit, bool? total, CancellationToken cancel) =>
        list.RunAsync(new MailListInput(person.Id, q, accountId, cursor, limit, total), (reader, mailbox, search, token) => reader.SearchThreadsAsync(mailbox, search, token),
            thread => (thread.LastMessageAt, thread.Id), cancel);

    static Task<IResult> MessagesAsync(CurrentPerson person, MailList list, string? q, Guid? accountId, string? cursor, int? limit, bool? total, CancellationToken cancel) =>
        list.RunAsync(new MailListInput(person.Id, q, accountId, cursor, limit, total), (reader, mailbox, search, token) => reader.SearchAsync(mailbox, search, token),
            message => (message.Date, message.Id), cancel);

    static async Task<IResult> ThreadAsync(Guid id, CurrentPerson person, MailDirectory directory, CancellationToken cancel)
    {
        foreach (var mailbox in await directory.ListAsync(person.Id, cancel))
        {
            if (await directory.ReaderOf(mailbox).GetThreadAsync(mailbox, id, cancel) is { } thread)
                return TypedResults.Ok(thread);
        }
        return Error.NotFound("thread").ToProblem();
    }

    static async Task<IResult> MessageAsync(Guid id, CurrentPerson person, MailDirectory directory, CancellationToken cancel) =>
        await FindAsync(id, person, directory, cancel) is { } found ? TypedResults.Ok(found.Message) : Error.NotFound("message").ToProblem();

    static async Task<IResult> HtmlAsync(Guid id, bool? remotePictures, CurrentPerson person, MailDirectory directory, HttpContext http, CancellationToken cancel)
    {
        if (await FindAsync(id, person, directory, cancel) is not { } found)
            return Error.NotFound("message").ToProblem();
        Guard(http.Response.Headers);
        http.Response.Headers.ContentSecurityPolicy = remotePictures is true ? FramePolicy.Replace("img-src data:", "img-src data: https:", StringComparison.Ordinal) : FramePolicy;
        return TypedResults.Content(await new ShowHtml(directory.ReaderOf(found.Mailbox), found.Mailbox).RunAsync(found.Message, remotePictures is true, cancel), "text/html; charset=utf-8");
    }

    static async Task<IResult> AttachmentAsync(Guid id, int index, CurrentPerson person, MailDirectory directory, HttpContext http, CancellationToken cancel)
    {
        if (await FindAsync(id, person, directory, cancel) is not { } found || found.Message.Attachments.FirstOrDefault(a => a.Index == index) is not { } file
            || await directory.ReaderOf(found.Mailbox).OpenAttachmentAsync(found.Mailbox, id, index, cancel) is not { } content)
            return Error.NotFound("attachment").ToProblem();
        Guard(http.Response.Headers);
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        // The name is written as RFC 6266 says, with filename* for what is not ASCII; the type is never one that a browser would open as a page.
        return TypedResults.Stream(content, "application/octet-stream", file.FileName);
    }

    static async Task<IResult> LabelsAsync(CurrentPerson person, MailDirectory directory, Guid? accountId, CancellationToken cancel)
    {
        var mailboxes = await directory.ListAsync(person.Id, cancel);
        if (accountId is { } wanted && mailboxes.All(m => m.AccountId != wanted))
            return Error.NotFound("account").ToProblem();
        var labels = new List<LabelView>();
        foreach (var mailbox in mailboxes.Where(m => accountId is null || m.AccountId == accountId))
        {
            labels.AddRange((await directory.ReaderOf(mailbox).GetLabelsAsync(mailbox, cancel))
                .Select(label => new LabelView(label.Name, label.System, label.Messages, label.Unread, mailbox.AccountId)));
        }
        return TypedResults.Ok(new LabelList(labels));
    }

    /// <summary>Ids of messages do not name their account; a person has few.</summary>
    static async Task<(Mailbox Mailbox, Message Message)?> FindAsync(Guid id, CurrentPerson person, MailDirectory directory, CancellationToken cancel)
    {
        foreach (var mailbox in await directory.ListAsync(person.Id, cancel))
        {
            if (await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, id, cancel) is { } message)
                return (mailbox, message);
        }
        return null;
    }

    static void Guard(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "private, no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
