using Microsoft.AspNetCore.Http;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Mail.Routes;

/// <param name="AccountId">One account, or all when null.</param>
sealed record MailListInput(Guid PersonId, string? Query, Guid? AccountId, string? Cursor, int? Limit, bool? Total);

/// <summary>A search over one or all mailboxes of a person, in the person's zone.</summary>
sealed class MailList(MailDirectory directory, PersonSettingsReader settings, TimeProvider clock)
{
    public async Task<IResult> RunAsync<T>(MailListInput input, Func<IMailReader, Mailbox, MailSearch, CancellationToken, Task<Result<Page<T>>>> read,
        Func<T, (DateTimeOffset Date, Guid Id)> key, CancellationToken cancel)
    {
        if (input.Limit is < 1 or > 500)
            return Error.Invalid("limit", "The limit is between 1 and 500.").ToProblem();
        var query = MailQuery.Parse(input.Query ?? "");
        if (query.Error is { } error)
            return error.ToProblem();
        var mailboxes = await directory.ListAsync(input.PersonId, cancel);
        if (input.AccountId is { } wanted)
            mailboxes = [.. mailboxes.Where(m => m.AccountId == wanted)];
        if (mailboxes.Count == 0)
            return input.AccountId is null ? TypedResults.Ok(new Page<T>([], null, input.Total is true ? 0 : null)) : Error.NotFound("account").ToProblem();
        // Only dates in the query need the zone, and most lists have none.
        var zone = query.Value.AsksForDates ? (await settings.GetAsync(input.PersonId, cancel)).Zone : "UTC";
        var search = new MailSearch(input.Query ?? "", clock.GetUtcNow(), zone, input.Cursor, input.Limit ?? 50, input.Total is true);
        return (await new MergedSearch<T>((mailbox, part, token) => read(directory.ReaderOf(mailbox), mailbox, part, token), key).RunAsync(mailboxes, search, cancel)).ToHttp();
    }
}
