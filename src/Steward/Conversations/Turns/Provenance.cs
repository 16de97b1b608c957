using System.Text.Json;
using Steward.Actions;
using Steward.Mail;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Turns;

/// <summary>
/// Says which values of what a step proposes are not the person's own. A text counts as outside unless it is known not to be: unless it stands in the request, or is a literal of a plan
/// that was made of the request alone, or of a result that is the person's own. A tool cannot forget to label, because it does not do the labelling. Pure.
/// </summary>
/// <param name="trusted">The earlier steps whose results hold no outside text.</param>
sealed class Provenance(Plan plan, PlanStep step, IReadOnlyDictionary<string, JsonElement> results, IReadOnlySet<string> trusted)
{
    const int Sources = 3, Telling = 12;

    readonly HashSet<string> own = [.. OwnTexts(plan, results, trusted)];
    /// <summary>What contacts call themselves, where the plan says it and the person did not: "Lunch with …".</summary>
    readonly List<string> names = [.. plan.Steps.SelectMany(s => s.Arguments.Values).SelectMany(Names).Where(n => n.Length > 2 && !Fold(plan.Request).Contains(n, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)];

    readonly Lazy<List<(string Text, SourceRef Source)>> said = new(() => [.. StepArguments.RootsOf(step).Where(results.ContainsKey).SelectMany(root => Said(results[root], null))]);

    public IReadOnlyList<OutsideValue> Of(ProposalDraft draft)
    {
        if (draft.Payload.ValueKind != JsonValueKind.Object)
            return [];
        var labels = new List<OutsideValue>();
        foreach (var member in draft.Payload.EnumerateObject().Where(m => m.Name is not "typedByPerson"))
            Label(member.Name, member.Value, draft, labels);
        return [.. labels.Distinct()];
    }

    void Label(string field, JsonElement value, ProposalDraft draft, List<OutsideValue> labels)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                    Label(field, element, draft, labels);
                break;
            case JsonValueKind.Object when value.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.String:
                if (!AddressInText.Stands(plan.Request, email.GetString()!))
                    labels.Add(new(field, email.GetString(), SourceOfAddress(email.GetString()!, value, draft)));
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Label(field, member.Value, draft, labels);
                break;
            case JsonValueKind.String when value.GetString() is { } text && IsOutside(field, text):
                labels.AddRange(SourcesOf(text, draft).Select(source => new OutsideValue(field, null, source)).DefaultIfEmpty(new(field, null, null)));
                break;
        }
    }

    /// <summary>Members whose values are of a fixed form: they say nothing by themselves, unless they were read out of a text.</summary>
    static readonly HashSet<string> Formal = new(StringComparer.Ordinal) { "start", "end", "at", "until", "originalStart", "recurrence", "visibility", "response" };

    bool IsOutside(string field, string text)
    {
        text = Fold(text);
        if (text.Length == 0 || Guid.TryParse(text, out _) || field.EndsWith("Id", StringComparison.Ordinal))
            return false;
        if (plan.Trust == Trust.Outside || names.Exists(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (own.Contains(text))
            return false;
        return Formal.Contains(field) ? WasRead(field) : !Fold(plan.Request).Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The argument of that name refers to the result of a step that had read outside text.</summary>
    bool WasRead(string field) => step.Arguments.TryGetValue(field, out var argument) && PlanReference.Is(argument, out var path) && PlanReference.Parse(path) is { } reference && !trusted.Contains(reference.Root);

    SourceRef? SourceOfAddress(string email, JsonElement person, ProposalDraft draft) =>
        said.Value.FirstOrDefault(s => s.Text.Equals(email, StringComparison.OrdinalIgnoreCase)).Source ?? draft.Sources.FirstOrDefault() ?? plan.Sources.FirstOrDefault()
        ?? new SourceRef("contact", email, person.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? $"{name.GetString()} <{email}>" : email);

    IEnumerable<SourceRef> SourcesOf(string text, ProposalDraft draft)
    {
        var folded = Fold(text);
        var telling = said.Value.Where(s => s.Text.Length >= Telling && (folded.Contains(Fold(s.Text), StringComparison.OrdinalIgnoreCase) || Fold(s.Text).Contains(folded, StringComparison.OrdinalIgnoreCase)))
            .Select(s => s.Source).Distinct().Take(Sources).ToList();
        return telling.Count > 0 ? telling : draft.Sources.Count > 0 ? draft.Sources.Take(Sources) : plan.Sources.Take(Sources);
    }

    static IEnumerable<string> OwnTexts(Plan plan, IReadOnlyDictionary<string, JsonElement> results, IReadOnlySet<string> trusted)
    {
        var literals = plan.Trust == Trust.Outside ? [] : plan.Steps.SelectMany(s => s.Arguments.Values).Where(a => !PlanReference.Is(a, out _)).SelectMany(Texts);
        return literals.Concat(results.Where(r => trusted.Contains(r.Key)).SelectMany(r => Texts(r.Value))).Select(Fold);
    }

    static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Texts(m.Value)),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => [],
    };

    static IEnumerable<string> Names(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Names),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => m.Name == "name" && m.Value.ValueKind == JsonValueKind.String && value.TryGetProperty("email", out _) ? [Fold(m.Value.GetString()!)] : Names(m.Value)),
        JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => [],
    };

    /// <summary>Every text with the nearest source that stands beside it: its own, or the message or event that it is a part of.</summary>
    static IEnumerable<(string Text, SourceRef Source)> Said(JsonElement value, SourceRef? near)
    {
        if (value.ValueKind == JsonValueKind.String)
            return near is null ? [] : [(value.GetString()!, near)];
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().SelectMany(e => Said(e, near));
        if (value.ValueKind != JsonValueKind.Object)
            return [];
        var here = SourceIn(value) ?? near;
        return value.EnumerateObject().Where(m => m.Name != "source").SelectMany(m => Said(m.Value, here));
    }

    static SourceRef? SourceIn(JsonElement value)
    {
        if (value.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object && Text(source, "type") is { } type && Text(source, "id") is { } named)
            return new SourceRef(type, named, Text(source, "text"));
        if (Text(value, "id") is not { } id)
            return null;
        return value.TryGetProperty("from", out _) ? new SourceRef("message", id, Text(value, "subject")) : value.TryGetProperty("calendarId", out _) ? new SourceRef("event", id, Text(value, "summary")) : null;
    }

    static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
