using Steward.Actions;

namespace Steward.Tests.Actions;

/// <summary>The double keeps the promises too, or the tests that lean on it would prove nothing.</summary>
public sealed class RecordingPerformerConformance : PerformerConformance
{
    protected override IReadOnlyList<string> Kinds => [SetTextKind.KindName, SendLetter.KindName];

    protected override bool CanBeUndone(string kind) => kind == SetTextKind.KindName;

    protected override Task<ConformanceCase> ArrangeAsync(string kind)
    {
        var person = Guid.NewGuid();
        var outside = new Outside { Owner = person };
        var subject = new ActionSubject(person, Guid.NewGuid());
        var thing = outside.Add("before");
        return Task.FromResult(kind == SetTextKind.KindName
            ? new ConformanceCase(new RecordingPerformer(outside), kind, subject, new SetText(thing, "after"), outside.Find(thing)!.Value.Revision,
                () => Task.FromResult(outside.Find(thing)!.Value.Text), () => ChangeAsync(outside, thing))
            : new ConformanceCase(new RecordingPerformer(outside), kind, subject, new Letter(["a@b.example"], "x"), null, () => Task.FromResult($"{outside.Effects.Count} letters")));
    }

    static Task ChangeAsync(Outside outside, string thing)
    {
        outside.Change(thing, "somebody's");
        return Task.CompletedTask;
    }
}
