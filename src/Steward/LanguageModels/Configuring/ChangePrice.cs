using Microsoft.EntityFrameworkCore;
using Steward.LanguageModels.Prices;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Input">US dollars for a million tokens.</param>
sealed record PriceInput(string Provider, string Model, DateOnly ValidFrom, decimal Input, decimal Output);

static class ChangePrice
{
    public static async Task<Error?> ExecuteAsync(StewardDbContext db, Ids ids, Guid personId, PriceInput input, CancellationToken cancel)
    {
        if (input.Provider is not { Length: > 0 and <= 40 })
            return Error.Invalid("provider", "Which provider's price this is.");
        if (input.Model is not { Length: > 0 and <= 200 })
            return Error.Invalid("model", "Which model's price this is.");
        if (input.Input is < 0 or > 10_000)
            return Error.Invalid("input", "Between 0 and 10,000 USD for a million tokens.");
        if (input.Output is < 0 or > 10_000)
            return Error.Invalid("output", "Between 0 and 10,000 USD for a million tokens.");
        var row = await db.Set<Price>().SingleOrDefaultAsync(p => p.PersonId == personId && p.Provider == input.Provider && p.Model == input.Model && p.ValidFrom == input.ValidFrom, cancel);
        if (row is null)
            db.Add(row = new Price { Id = ids.New(), PersonId = personId, Provider = input.Provider, Model = input.Model, ValidFrom = input.ValidFrom });
        row.Input = input.Input;
        row.Output = input.Output;
        await SetupChange.SaveAsync(db, personId, cancel);
        return null;
    }
}
