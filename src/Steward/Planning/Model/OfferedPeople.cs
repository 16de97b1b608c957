using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Steward.Mail;

namespace Steward.Planning.Model;

/// <summary>
/// The people whom a model may name: words of the request that are names of contacts, under handles. What the contacts call themselves is outside text and is not shown, and neither are their
/// addresses: a model can pick somebody whom the person has named, and can write no address that the person has not written.
/// </summary>
sealed partial class OfferedPeople
{
    const int MostWords = 60, PerName = 6;

    readonly List<(string Phrase, IReadOnlyList<Contact> Contacts)> people = [];
    readonly PlanRequest request;

    public OfferedPeople(PlanRequest request)
    {
        this.request = request;
        var words = Name().Matches(request.Message).Take(MostWords).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var both = i + 1 < words.Count && words[i].Index + words[i].Length + 1 == words[i + 1].Index ? $"{words[i].Value} {words[i + 1].Value}" : null;
            if (both is not null && Called(both) is { Count: > 0 } full)
            {
                people.Add((both, full));
                i++;
            }
            else if (Called(words[i].Value) is { Count: > 0 } found && !people.Exists(p => p.Phrase == words[i].Value))
                people.Add((words[i].Value, found));
        }
    }

    /// <summary>Handle and name of each, the name as the person wrote it.</summary>
    public IEnumerable<object> Shown => people.Select((p, i) => new { email = $"person:{i + 1}", name = p.Phrase });

    /// <summary>Puts addresses in the places of handles.</summary>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Fill)]),
        JsonObject item => new JsonObject(item.Select(m => KeyValuePair.Create(m.Key, m.Key == "name" && item["email"] is { } email && Of(email) is { } named ? JsonValue.Create(named.Phrase) : Fill(m.Value)))),
        JsonValue value when Of(value) is { } person => JsonValue.Create(person.Contacts[0].Addresses[0]),
        _ => node?.DeepClone(),
    };

    /// <summary>The question to ask when the plan names somebody of whom there are several; null when it is clear who is meant.</summary>
    public PlanQuestion? Ambiguous(IReadOnlyList<PlanStep> steps)
    {
        var text = string.Join(' ', steps.SelectMany(s => s.Arguments.Values).Select(a => a.GetRawText()));
        return people.Where(p => p.Contacts.Count > 1 && text.Contains(p.Contacts[0].Addresses[0], StringComparison.OrdinalIgnoreCase))
            .Select(p => new PlanQuestion($"Which {p.Phrase} do you mean?", "person",
                [.. p.Contacts.Select(c => new QuestionChoice(c.Name, request.Message.Replace(p.Phrase, c.Addresses[0], StringComparison.Ordinal), string.Join(", ", c.Addresses)))]))
            .FirstOrDefault();
    }

    /// <summary>Addresses in the plan that neither the person wrote nor a named contact has.</summary>
    public IEnumerable<PlanError> Strangers(IReadOnlyList<PlanStep> steps)
    {
        var own = request.Accounts.Select(a => a.Address).Concat(people.SelectMany(p => p.Contacts).SelectMany(c => c.Addresses)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var said = request.Earlier.Select(e => e.Message).Append(request.Message).ToList();
        foreach (var step in steps)
            foreach (var (name, argument) in step.Arguments)
                foreach (Match found in Address().Matches(Unescaped(argument)))
                    if (!own.Contains(found.Value) && !said.Exists(text => AddressInText.Stands(text, found.Value)))
                        yield return new(step.Id, name, $"{found.Value} is not an address that the user wrote; use the address in the request or a person that is offered.");
    }

    static string Unescaped(JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.String => argument.GetString()!,
        JsonValueKind.Array => string.Join(' ', argument.EnumerateArray().Select(Unescaped)),
        JsonValueKind.Object => string.Join(' ', argument.EnumerateObject().Select(m => Unescaped(m.Value))),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => "",
    };

    (string Phrase, IReadOnlyList<Contact> Contacts)? Of(JsonNode node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && Handle().Match(text) is { Success: true } match && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= people.Count ? people[n - 1] : null;

    /// <summary>By whole words of the name: the beginnings that a contact book also finds are too many.</summary>
    List<Contact> Called(string phrase) => [.. request.Contacts.Find(phrase, PerName).Where(c => c.Addresses.Count > 0
        && phrase.Split(' ').All(word => c.Name.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries).Contains(word, StringComparer.OrdinalIgnoreCase)))];

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}'’-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^person:(?<number>[0-9]{1,3})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Handle();

    [GeneratedRegex(@"[^\s@<>,;:""()\[\]]+@[^\s@<>,;:""()\[\]]+\.[\p{L}0-9-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
