using System.Text.Json;
using Steward.Actions;
using Steward.Actions.Proposals;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tests.Actions;

public sealed class ReadPayloadTests
{
    internal sealed record Probe(string? Optional, string Needed, Guid Id, int? Count, string Defaulted = "d")
    {
        public required string AlsoNeeded { get; init; }
        public IReadOnlyList<string> List { get; init; } = [];
    }

    sealed class Kind(Type payload) : IActionKind
    {
        public string Name => "test.probe";
        public EffectClass Effect => EffectClass.PrivateWrite;
        public Reversibility Reversibility => Reversibility.Undoable;
        public Type PayloadType => payload;
        public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object value, IServiceProvider services, CancellationToken cancel) => throw new NotSupportedException();
    }

    static Result<TypedPayload> Read<T>(string json) => ReadPayload.Of(new Kind(typeof(T)), JsonDocument.Parse(json).RootElement);

    const string Id = "\"id\":\"00000000-0000-0000-0000-000000000001\"";

    [Theory]
    [InlineData($$"""{"needed":"n","alsoNeeded":"a",{{Id}}}""", null)]
    [InlineData($$"""{"optional":null,"count":null,"needed":"n","alsoNeeded":"a",{{Id}},"list":["x"]}""", null)]
    [InlineData($$"""{"alsoNeeded":"a",{{Id}}}""", "needed")]
    [InlineData($$"""{"needed":"n",{{Id}}}""", "alsoNeeded")]
    [InlineData("""{"needed":"n","alsoNeeded":"a"}""", "id")]
    [InlineData($$"""{"needed":null,"alsoNeeded":"a",{{Id}}}""", "needed")]
    [InlineData($$"""{"needed":"n","alsoNeeded":"a","list":null,{{Id}}}""", "list")]
    [InlineData($$"""{"needed":"n","alsoNeeded":"a","defaulted":null,{{Id}}}""", "defaulted")]
    [InlineData($$"""{"needed":"n","alsoNeeded":"a","Needed":"m",{{Id}}}""", "needed")]
    public void Nullable_members_may_be_missing_and_others_not(string json, string? wrong)
    {
        var read = Read<Probe>(json);
        Assert.Equal(wrong is null, read.Ok);
        if (wrong is not null)
            Assert.Contains(wrong, read.Error!.Field + read.Error.Detail, StringComparison.OrdinalIgnoreCase);
        else
            Assert.Equal("d", read.Value.Json.GetProperty("defaulted").GetString());
    }

    /// <summary>What the rooms' own records become in our JSON is read back as the same JSON: else a plan could not propose what it means.</summary>
    [Fact]
    public void The_rooms_payloads_survive()
    {
        var someone = new MailAddress(null, "anna@example.org");
        Check(new MessagePayload(Guid.NewGuid()));
        Check(new LabelPayload(Guid.NewGuid(), ["a"], []));
        Check(new ComposePayload { To = [someone], Subject = "", Text = "x" });
        Check(new DraftPayload(Guid.NewGuid()));
        Check(new CreateEventPayload { CalendarId = Guid.NewGuid(), Summary = "s", Start = Time, End = Time, Attendees = [] });
        Check(new UpdateEventPayload { EventId = Guid.NewGuid() });
        Check(new DeleteEventPayload(Guid.NewGuid()));
        Check(new DeleteEventPayload(Guid.NewGuid(), Time));
        Check(new DeleteEventPayload(Guid.NewGuid(), EventTime.AllDay(new(2026, 11, 20))));
    }

    static EventTime Time => EventTime.At(new DateTime(2026, 11, 20, 9, 0, 0), "Europe/Zurich");

    static void Check<T>(T payload)
    {
        var json = Json.ToElement(payload);
        var read = ReadPayload.Of(new Kind(typeof(T)), json);
        Assert.True(read.Ok, $"{typeof(T).Name}: {read.Error?.Detail}");
        Assert.Equal(CanonicalJson.Bytes(json), CanonicalJson.Bytes(read.Value.Json));
    }
}
