using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Audit;
using Steward.Notes;
using Steward.Notes.Local;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Actions;

namespace Steward.Tests.Notes;

/// <summary>What every performer promises, kept by the one of notes.</summary>
public sealed class LocalNotesConformance(TestDatabase database) : PerformerConformance, IClassFixture<TestDatabase>
{
    protected override string Provider => IActionPerformer.Any;

    protected override IReadOnlyList<string> Kinds { get; } = [NoteActions.Create, NoteActions.Change, NoteActions.Delete];

    protected override async Task<ConformanceCase> ArrangeAsync(string kind)
    {
        var desk = await NoteDesk.CreateAsync(database);
        Guid? id = kind == NoteActions.Create ? null : await desk.AddAsync("The gate code is 4711", "home");
        object payload = kind switch
        {
            NoteActions.Create => new CreateNotePayload { Text = "The gate code is 4711", Tags = ["home"] },
            NoteActions.Change => new ChangeNotePayload { NoteId = id!.Value, Text = "The gate code is 1147", Tags = [] },
            _ => new DeleteNotePayload(id!.Value),
        };
        return new ConformanceCase(desk.Performer(), kind, desk.Subject, payload, id is null ? null : "1", desk.ContentAsync, desk.InterfereAsync);
    }
}

sealed class NoteDesk(TestDatabase database, ServiceProvider services, ActionSubject subject)
{
    Guid last = Guid.NewGuid();

    public ActionSubject Subject => subject;

    public static async Task<NoteDesk> CreateAsync(TestDatabase database)
    {
        var (person, account) = await database.AddPersonAsync();
        return new NoteDesk(database, database.Services(s => s.AddAudit().AddActions().AddNotes()), new ActionSubject(person, account.Id));
    }

    public IActionPerformer Performer() => services.CreateScope().ServiceProvider.GetServices<IActionPerformer>().OfType<LocalNotesPerformer>().Single();

    public async Task<Guid> AddAsync(string text, params string[] tags)
    {
        await using var db = database.Context();
        var note = new Note { Id = Guid.NewGuid(), PersonId = subject.PersonId, AccountId = subject.AccountId, Text = text, Tags = tags, Links = [], CreatedAt = database.Clock.GetUtcNow(), UpdatedAt = database.Clock.GetUtcNow(), Revision = 1 };
        db.Add(note);
        await db.SaveChangesAsync();
        return last = note.Id;
    }

    /// <summary>Another hand changes the note, or writes one under its id when it is gone.</summary>
    public Task InterfereAsync() => ExecuteAsync(
        $"""
        WITH changed AS (UPDATE notes.notes SET text = 'interfered', revision = revision + 100 WHERE account_id = $1 RETURNING 1)
        INSERT INTO notes.notes SELECT '{last}', $2, $1, 'interfered', ARRAY[]::text[], '[]'::jsonb, now(), now(), 100 WHERE NOT EXISTS (SELECT FROM changed)
        """);

    async Task ExecuteAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = subject.AccountId });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = subject.PersonId });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string> ContentAsync()
    {
        await using var command = database.Source.CreateCommand("SELECT coalesce(string_agg(concat_ws('|', text, tags, links), E'\\n' ORDER BY text), '') FROM notes.notes WHERE account_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = subject.AccountId });
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<string>> SearchAsync(string? query, Guid? person = null)
    {
        await using var db = database.Context();
        return [.. (await SearchNotes.ExecuteAsync(db, person ?? subject.PersonId, query, 50, CancellationToken.None)).Select(n => n.Text).Order(StringComparer.Ordinal)];
    }

    public async Task<Result<ActionPreview>> PreviewAsync(string kind, object payload)
    {
        await using var scope = services.CreateAsyncScope();
        return await services.GetRequiredService<ActionKinds>().Find(kind)!.PreviewAsync(subject, payload, scope.ServiceProvider, CancellationToken.None);
    }
}
