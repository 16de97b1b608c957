using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

public sealed class NoteTests(StewardServer server) : IClassFixture<StewardServer>
{
    [Fact]
    public async Task A_note_is_kept_word_for_word_found_again_deleted_and_brought_back()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var said = await olivia.SayAsync("note: the wifi password is on the whiteboard");
        Assert.True(await said.StateAsync() is "waiting", (await said.TurnAsync()).GetRawText());
        await olivia.DecideAsync(await said.ProposalsAsync(), _ => true);
        await olivia.CompletedAsync(said.Turn);

        var asked = await olivia.SayAsync("what did I note about the wifi?");
        Assert.Contains("The wifi password is on the whiteboard", await asked.AnswerAsync(), StringComparison.Ordinal);
        var note = Assert.Single((await olivia.GetAsync("notes?q=wifi")).GetProperty("items").EnumerateArray());
        Assert.Equal(note.GetProperty("text").GetString(), (await olivia.GetAsync($"notes/{note.GetProperty("id").GetGuid()}")).GetProperty("text").GetString());

        var delete = await olivia.SayAsync("delete the note about the wifi");
        var proposal = Assert.Single(await delete.ProposalsAsync());
        await olivia.DecideAsync([proposal], _ => true);
        await olivia.CompletedAsync(delete.Turn);
        Assert.Empty((await olivia.GetAsync("notes")).GetProperty("items").EnumerateArray());
        var id = proposal.GetProperty("id").GetGuid();
        await olivia.PostAsync($"actions/{id}/undo", new { });
        await olivia.EventAsync("proposal_changed", e => e.GetProperty("id").GetGuid() == id && e.GetProperty("state").GetString() == "undone");
        Assert.Equal(note.GetProperty("id").GetGuid(), (await olivia.GetAsync("notes")).GetProperty("items")[0].GetProperty("id").GetGuid());
    }
}
