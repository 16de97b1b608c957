using Steward.Actions;
using Steward.Notes;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Notes;

public sealed class NoteTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Notes_are_found_by_all_of_the_words_in_text_or_tags_and_only_ones_own()
    {
        var desk = await NoteDesk.CreateAsync(database);
        var other = await NoteDesk.CreateAsync(database);
        await desk.AddAsync("The WiFi password is on the whiteboard", "office");
        await desk.AddAsync("100% of the budget_2026 is spent");
        await other.AddAsync("wifi of somebody else");
        Assert.Equal(["The WiFi password is on the whiteboard"], await desk.SearchAsync("wifi password"));
        Assert.Equal(["The WiFi password is on the whiteboard"], await desk.SearchAsync("OFFICE wifi"));
        Assert.Equal(["100% of the budget_2026 is spent"], await desk.SearchAsync("100% budget_2"));
        Assert.Empty(await desk.SearchAsync("1__%"));
        Assert.Empty(await desk.SearchAsync("wifi nonsense"));
        Assert.Equal(2, (await desk.SearchAsync(null)).Count);
        Assert.Empty(await desk.SearchAsync("whiteboard", other.Subject.PersonId));
    }

    [Fact]
    public async Task Previews_show_what_is_kept_changed_and_lost_and_what_cannot_be_is_named()
    {
        var desk = await NoteDesk.CreateAsync(database);
        var other = await NoteDesk.CreateAsync(database);
        var id = await desk.AddAsync("The gate code is 4711", "home");
        var create = (await desk.PreviewAsync(NoteActions.Create, new CreateNotePayload { Text = "Milk\nand eggs", Links = [new SourceRef("message", Guid.NewGuid().ToString(), "Shopping")] })).Value;
        Assert.Equal(("Note “Milk”", "Milk\nand eggs"), (create.Title, create.Changes[0].After));
        var change = (await desk.PreviewAsync(NoteActions.Change, new ChangeNotePayload { NoteId = id, Text = "The gate code is 1" })).Value;
        Assert.Equal(("The gate code is 4711", "The gate code is 1"), (change.Changes[0].Before, change.Changes[0].After));
        Assert.Equal("The gate code is 4711", (await desk.PreviewAsync(NoteActions.Delete, new DeleteNotePayload(id))).Value.Changes[0].Before);
        Assert.Equal("nothing_to_change", (await desk.PreviewAsync(NoteActions.Change, new ChangeNotePayload { NoteId = id })).Error!.Code);
        Assert.Equal(ErrorKind.NotFound, (await other.PreviewAsync(NoteActions.Delete, new DeleteNotePayload(id))).Error!.Kind);
        Assert.Equal("text", (await desk.PreviewAsync(NoteActions.Create, new CreateNotePayload { Text = "  " })).Error!.Field);
        Assert.Equal("tags", (await desk.PreviewAsync(NoteActions.Create, new CreateNotePayload { Text = "x", Tags = [" a"] })).Error!.Field);
        Assert.Equal("links", (await desk.PreviewAsync(NoteActions.Create, new CreateNotePayload { Text = "x", Links = [new SourceRef("page", "http://x")] })).Error!.Field);
    }
}
