using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Mail;
using Steward.Tools;

namespace Steward.Tests.Tools;

/// <summary>A person with a Local mailbox and calendar, and every tool, called by name as a plan's step calls it.</summary>
sealed class ToolWorld(MailWorld mail) : IAsyncDisposable
{
    public MailWorld Mail => mail;
    public Guid PersonId => mail.Mailbox.PersonId;
    public ToolRegistry Registry => mail.Services.GetRequiredService<ToolRegistry>();

    public static async Task<ToolWorld> CreateAsync(TestDatabase database, string? address = null, Action<IServiceCollection>? more = null) => new(await MailWorld.CreateAsync(database, services =>
    {
        services.AddSingleton(new DefaultZone("Europe/Berlin")).AddCalendar().AddTools();
        more?.Invoke(services);
    }, address));

    /// <summary>Arguments as an anonymous object, as a plan would hold them after its references are filled in.</summary>
    public async Task<Result<ToolResult>> CallAsync(string tool, object arguments, string request = "do it", Guid? person = null)
    {
        await using var scope = mail.Services.CreateAsyncScope();
        var given = Json.ToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        return await Registry.CallAsync(scope.ServiceProvider, tool, given, bound => new ToolCall(person ?? PersonId, bound, "run:s1", request, null, "s1", mail.Now), CancellationToken.None);
    }

    public async Task<JsonElement> ReadAsync(string tool, object arguments) => (await CallAsync(tool, arguments)).Value.Value;

    public async Task<T> DraftAsync<T>(string tool, object arguments, string request = "do it") => Json.Read<T>(Assert.Single((await CallAsync(tool, arguments, request)).Value.Drafts).Payload);

    /// <summary>A second mailbox of the same person.</summary>
    public async Task<Mailbox> AddMailboxAsync(string label) =>
        MailWorld.Of(PersonId, await mail.Database.AddAccountAsync(PersonId, $"{Guid.NewGuid():n}@steward.local", label));

    public async Task NameOwnerAsync(string name)
    {
        await using var db = mail.Database.Context();
        await db.Set<Person>().Where(p => p.Id == PersonId).ExecuteUpdateAsync(set => set.SetProperty(p => p.DisplayName, name));
    }

    public ValueTask DisposeAsync() => mail.DisposeAsync();
}
