using Npgsql;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;

namespace Steward.LanguageModels.Budgets;

/// <summary>Says before a call what it would cost, from the routes, the prices and what the person's earlier calls of the kind took.</summary>
sealed class Estimator(PersonSetups setups, Router router, BudgetReader budgets, NpgsqlDataSource database, TimeProvider clock)
{
    sealed record Past(int OutputTokens, double Milliseconds);

    public async Task<ModelEstimate> EstimateAsync(Guid personId, IReadOnlyList<ModelCall> calls, CancellationToken cancel)
    {
        var setup = await setups.OfAsync(personId, cancel);
        var past = await PastAsync(personId, cancel);
        var day = setup.Day(clock.GetUtcNow());
        var steps = new List<StepEstimate>();
        var cheaper = new List<CheaperWay>();
        string? refusal = null;
        foreach (var call in calls)
        {
            var targets = await router.ChooseAsync(setup, call, TokenCount.Estimate(call), cancel);
            var ways = targets.InOrder.Select(t => Step(call, t, setup.Prices.Of(t.Provider.Name, t.Model, t.Local, day), past)).ToList();
            if (ways.Count == 0)
            {
                refusal ??= targets.Why;
                ways.Add(new StepEstimate(call.Task, null, null, false, TokenCount.Estimate(call), 0, 0, 0, null, false));
            }
            cheaper.AddRange(ways.Skip(1).Where(w => w.Cost < ways[0].Cost).OrderBy(w => w.Cost).Take(3)
                .Select(w => new CheaperWay(steps.Count, w.Provider!, w.Model!, w.Local, w.Cost, ways[0].Cost - w.Cost, w.Time)));
            steps.Add(ways[0]);
        }
        var most = steps.Sum(s => s.Most);
        if (most > 0 && await budgets.ReadAsync(personId, calls[0].RunId, setup.DayStart(clock.GetUtcNow()), cancel) is var budget && most > budget.Left)
            refusal ??= $"Up to {most:0.00##} USD would be set aside, and the limits leave {budget.Left:0.00##} USD.";
        var time = steps.TrueForAll(s => s.Time is not null) ? steps.Aggregate(TimeSpan.Zero, (sum, s) => sum + s.Time!.Value) : (TimeSpan?)null;
        return new ModelEstimate(steps, steps.Sum(s => s.Cost), most, time, cheaper, refusal);
    }

    static StepEstimate Step(ModelCall call, Target target, PriceLine price, Dictionary<(string Task, string Provider, string Model), Past> past)
    {
        var known = past.GetValueOrDefault((Ledger.Name(call.Task), target.Provider.Name, target.Model));
        var input = TokenCount.Estimate(call);
        var output = Math.Min(call.MaxOutputTokens, known?.OutputTokens ?? Usual(call.Task));
        return new StepEstimate(call.Task, target.Provider.Name, target.Model, target.Local, input, output, price.Cost(input, output),
            price.Cost(TokenCount.UpperBound(call), call.MaxOutputTokens), known is null ? null : TimeSpan.FromMilliseconds(known.Milliseconds), price.Assumed);
    }

    /// <summary>Tokens of an answer where nothing is known of earlier ones.</summary>
    static int Usual(ModelTask task) => task switch
    {
        ModelTask.Classify => 20,
        ModelTask.Extract => 150,
        ModelTask.Summarise => 250,
        ModelTask.Plan => 500,
        ModelTask.Write => 300,
        ModelTask.Code => 500,
        ModelTask.Embed => 0,
    };

    /// <summary>Medians over the person's last thousand answered calls.</summary>
    async Task<Dictionary<(string, string, string), Past>> PastAsync(Guid personId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT task, provider, model, percentile_cont(0.5) WITHIN GROUP (ORDER BY output_tokens)::int, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at) * 1000)
            FROM (SELECT * FROM models.calls WHERE person_id = $1 AND state = 'done' ORDER BY started_at DESC LIMIT 1000) c GROUP BY task, provider, model
            """);
        command.Parameters.AddWithValue(personId);
        var past = new Dictionary<(string, string, string), Past>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            past[(reader.GetString(0), reader.GetString(1), reader.GetString(2))] = new Past(reader.GetInt32(3), reader.GetDouble(4));
        return past;
    }
}
