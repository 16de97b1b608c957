using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Notes.Kinds;
using Steward.Notes.Local;
using Steward.Platform;

namespace Steward.Notes;

/// <summary>The room's doors. Notes are read here; they are written as every change is: proposed, approved, performed, and taken back.</summary>
public static class NotesModule
{
    const int Most = 200;

    public static IServiceCollection AddNotes(this IServiceCollection services) => services.AddScoped<PerformByKey<NotePerformed>>()
        .AddActionKind<CreateNoteKind>().AddActionKind<ChangeNoteKind>().AddActionKind<DeleteNoteKind>().AddActionKind<RestoreNoteKind>().AddActionPerformer<LocalNotesPerformer>();

    public static IEndpointRouteBuilder MapNotes(this IEndpointRouteBuilder routes)
    {
        var notes = routes.MapGroup("/notes").WithTags("notes");
        notes.MapGet("", async (string? q, CurrentPerson person, StewardDbContext db, CancellationToken cancel) =>
            new Page<NoteView>(await SearchNotes.ExecuteAsync(db, person.Id, q, Most, cancel), null));
        notes.MapGet("/{id:guid}", OneAsync).Produces<NoteView>().ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }

    static async Task<IResult> OneAsync(Guid id, CurrentPerson person, StewardDbContext db, CancellationToken cancel) =>
        await db.Set<Note>().AsNoTracking().FirstOrDefaultAsync(n => n.Id == id && n.PersonId == person.Id, cancel) is { } note ? TypedResults.Ok(NoteView.Of(note)) : Error.NotFound("note").ToProblem();
}
