using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tools;
using Steward.Tools.Proposing;

namespace Steward.Tests.Tools;

public sealed class ToolRegistryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_tool_that_plans_name_is_there_with_its_effect_its_kind_and_its_schemas()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        string[] reading = ["mail.search", "mail.choose-messages", "mail.read-threads", "mail.summarise", "mail.answer", "mail.suggest-next", "mail.draft-reply", "mail.participants", "mail.find-subscriptions", "calendar.list-events", "calendar.find-slots", "calendar.choose-event", "calendar.list-guests", "notes.search", "calendar.plan-reschedule", "calendar.plan-focus-time", "calendar.plan-mirror", "calendar.plan-transfer", "priorities.list", "follow-ups.list"];
        string[] proposing =
        [
            "mail.propose-archive", "mail.propose-trash", "mail.propose-restore", "mail.propose-mark-read", "mail.propose-mark-unread", "mail.propose-star", "mail.propose-unstar", "mail.propose-label",
            "mail.propose-create-draft", "mail.propose-send", "mail.propose-reply", "mail.propose-forward",
            "calendar.propose-create-event", "calendar.propose-update-event", "calendar.propose-move-event", "calendar.propose-delete-event", "calendar.propose-respond", "calendar.propose-create-calendar", "calendar.propose-rename-calendar", "calendar.propose-delete-calendar", "notes.propose-create", "notes.propose-delete", "calendar.propose-create-reminder", "mail.propose-snooze", "mail.propose-unsnooze", "calendar.propose-invitation-reply",
            "mail.propose-unsubscribe", "mail.propose-unsubscribe-mail", "follow-ups.propose-wait", "follow-ups.propose-cancel",
        ];
        Assert.Equal(reading.Concat(proposing).Order(StringComparer.Ordinal), world.Registry.All.Select(t => t.Name));
        Assert.All(world.Registry.All.Where(tool => tool.Name is not ("calendar.propose-invitation-reply" or "mail.propose-unsubscribe-mail")), tool => Assert.Equal(tool.Effect == ToolEffect.Propose ? tool.Name.Replace("propose-", "", StringComparison.Ordinal) : null, tool.ActionKind));
        Assert.All(world.Registry.All, tool => Assert.Equal("object", (string?)world.Registry.SchemasOf(tool.Name).Arguments["type"]));
    }

    [Fact]
    public async Task Schemas_name_types_required_members_and_what_a_planner_should_know()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var schema = world.Registry.SchemasOf("mail.search").Arguments;
        Assert.Equal(["query"], schema["required"]!.AsArray().Select(n => (string?)n));
        Assert.StartsWith("Gmail's search language", (string?)schema["properties"]!["query"]!["description"], StringComparison.Ordinal);
        var result = world.Registry.SchemasOf("mail.search").Result;
        Assert.NotNull(result["properties"]!["messages"]!["items"]!["properties"]!["threadId"]);
    }

    [Theory]
    [InlineData("""{}""", "query", "mail.search needs query.")]
    [InlineData("""{"query":null}""", "query", "mail.search needs query.")]
    [InlineData("""{"query":"x","limt":3}""", "limt", "mail.search takes no limt; it takes query, accountIds, limit.")]
    [InlineData("""{"query":"x","limit":"many"}""", "limit", "a number")]
    [InlineData("""{"query":5}""", "query", "text")]
    [InlineData("""{"query":"x","accountIds":["not-an-id"]}""", "accountIds", "a list")]
    public async Task Arguments_are_read_strictly_and_an_error_names_the_argument(string arguments, string field, string says)
    {
        await using var world = await ToolWorld.CreateAsync(database);
        var error = (await world.CallAsync("mail.search", JsonNode.Parse(arguments)!)).Error!;
        Assert.Equal((ErrorKind.Invalid, field), (error.Kind, error.Field));
        Assert.Contains(says, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_tool_is_not_found()
    {
        await using var world = await ToolWorld.CreateAsync(database);
        Assert.Equal(ErrorKind.NotFound, (await world.CallAsync("mail.delete-everything", new { })).Error!.Kind);
        Assert.Null(world.Registry.Find("mail.delete-everything"));
    }

    [Fact]
    public void Two_tools_of_one_name_and_a_proposing_tool_without_a_kind_stop_the_start()
    {
        using var twice = new ServiceCollection().AddScoped<ITool>(_ => new ProposeOnMessage("a.b", MailActions.Star, "")).AddScoped<ITool>(_ => new ProposeOnMessage("a.b", MailActions.Star, "")).BuildServiceProvider();
        Assert.Contains("a.b", Assert.Throws<InvalidOperationException>(() => new ToolRegistry(twice.GetRequiredService<IServiceScopeFactory>())).Message, StringComparison.Ordinal);
        using var without = new ServiceCollection().AddScoped<ITool>(_ => new ProposeOnMessage("a.b", null!, "")).BuildServiceProvider();
        Assert.Contains("a.b", Assert.Throws<InvalidOperationException>(() => new ToolRegistry(without.GetRequiredService<IServiceScopeFactory>())).Message, StringComparison.Ordinal);
    }
}
