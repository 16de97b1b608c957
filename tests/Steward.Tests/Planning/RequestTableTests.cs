using System.Text.Json;
using Steward.Mail;
using Steward.Planning;

namespace Steward.Tests.Planning;

/// <summary>evals/requests.tsv: request, outcome, intent, checks.</summary>
public sealed class RequestTableTests(ITestOutputHelper output)
{
    [Fact]
    public void Requests_are_understood_above_the_floor_of_their_family()
    {
        var total = new SortedDictionary<string, (int Right, int All)>(StringComparer.Ordinal);
        foreach (var row in EvalTable.Read("requests.tsv"))
        {
            var result = World.Plan(row[0]);
            var family = row[2] == "-" ? row[1].Split('|')[0] : row[2].Split('+', '|')[0];
            var problem = Problem(result, row);
            var (right, all) = total.GetValueOrDefault(family);
            total[family] = (right + (problem is null ? 1 : 0), all + 1);
            if (problem is not null)
                output.WriteLine($"MISS {row[0]}\n     {problem}\n     {Shown(result)}");
        }
        foreach (var (family, (right, all)) in total)
            output.WriteLine($"{family,-22} {right}/{all} = {100.0 * right / all:0.0} %");
        Assert.True(total.Values.Sum(t => t.All) >= 150);
        Assert.All(total, t => Assert.True(t.Value.Right >= 0.9 * t.Value.All, $"{t.Key}: {t.Value.Right} of {t.Value.All}"));
    }

    [Fact]
    public void Every_plan_of_the_table_fits_the_tools_and_every_query_the_search_language()
    {
        var validation = new PlanValidation(World.Tools);
        foreach (var row in EvalTable.Read("requests.tsv"))
        {
            if (World.Plan(row[0]).Plan is not { } plan)
                continue;
            Assert.Equal([], validation.Validate(plan));
            foreach (var step in plan.Steps.Where(s => s.Tool == "mail.search"))
                Assert.True(MailQuery.Parse(step.Arguments["query"].GetString()!).Ok, $"{row[0]}: {step.Arguments["query"]}");
            Assert.All(plan.Readings.Where(r => r.Phrase.Length > 0), r => Assert.Equal(r.Phrase, row[0][r.Start..r.End]));
        }
    }

    internal static string? Problem(PlanResult result, string[] row)
    {
        if (!row[1].Split('|').Contains(result.Outcome.ToString(), StringComparer.OrdinalIgnoreCase))
            return $"wanted {row[1]}";
        if (row[2] != "-" && !row[2].Split('|').Contains(result.Plan?.Intent))
            return $"wanted {row[2]}";
        foreach (var check in (row.ElementAtOrDefault(3) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!check.Split('|').Any(alternative => alternative[0] == '!' ? !Holds(result, alternative[1..]) : Holds(result, alternative)))
                return $"wanted {check}";
        return null;
    }

    static bool Holds(PlanResult result, string check)
    {
        var at = check.IndexOfAny(['=', '~']);
        var (name, exact, value) = (check[..at], check[at] == '=', check[(at + 1)..]);
        if (name == "missing")
            return exact ? result.Question?.Missing == value : result.Question?.Missing.Contains(value, StringComparison.OrdinalIgnoreCase) == true;
        if (name == "tool")
            return result.Plan?.Steps.Any(s => s.Tool == value) == true;
        if (name == "accountIds")
            value = (value == "work" ? World.Work : World.Personal).Id.ToString();
        var values = (result.Plan?.Steps ?? []).SelectMany(s => s.Arguments).Where(a => a.Key == name).Select(a => a.Value.ValueKind == JsonValueKind.String ? a.Value.GetString()! : a.Value.GetRawText());
        return values.Any(v => exact ? v == value : v.Contains(value, StringComparison.OrdinalIgnoreCase));
    }

    internal static string Shown(PlanResult result) => result.Plan is { } plan
        ? $"{result.Outcome} {plan.Intent} {string.Join(" → ", plan.Steps.Select(s => $"{s.Tool} {JsonSerializer.Serialize(s.Arguments, Steward.Platform.Json.Options)}"))}"
        : result.Question is { } question ? $"Ask {question.Missing}: {question.Text}" : $"Refuse {result.Refusal!.Understood} {result.Refusal.CannotDo}";
}
