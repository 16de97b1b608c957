using Npgsql;
using Steward.Mail.Store;

namespace Steward.Mail;

/// <summary>
/// Brings up to date what the database knows of its mail after much has come at once: which words are rare and which are in nearly every message, by which
/// it chooses between walking along the dates and asking the word index, and the word index itself, whose newest entries otherwise wait in a list that every
/// search reads through. The database does the same by itself, minutes later. Changes no mail.
/// </summary>
public sealed class TidyMail(NpgsqlDataSource database)
{
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        foreach (var sql in new[] { "SELECT gin_clean_pending_list('mail.messages_search')", "ANALYZE mail.messages, mail.threads, mail.thread_ids" })
        {
            await using var command = database.MailCommand(sql);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }
}
