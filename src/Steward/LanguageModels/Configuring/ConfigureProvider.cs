using Microsoft.EntityFrameworkCore;
using Steward.LanguageModels.Providers;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Name">What routes call it: lower case letters, digits and dashes.</param>
/// <param name="Key">Kept sealed and never shown again. Null in a change: the key stays; empty: it is removed.</param>
sealed record ProviderInput(string Name, string Kind, string? BaseUrl, string? Key, string? DefaultModel, int? MaxConcurrent, bool? Enabled);

/// <summary>Adds a provider, or changes one of the person's own.</summary>
sealed class ConfigureProvider(StewardDbContext db, ProviderKeys keys, ProviderLines lines, PersonSetups setups, IEnumerable<IModelProviderKind> kinds, Ids ids, TimeProvider clock)
{
    public async Task<Result<Guid>> ExecuteAsync(Guid personId, Guid? id, ProviderInput input, CancellationToken cancel)
    {
        var row = id is null ? null : await db.Set<ProviderRow>().SingleOrDefaultAsync(p => p.Id == id && p.PersonId == personId, cancel);
        if (id is not null && row is null)
            return Error.NotFound("provider");
        if (await CheckAsync(personId, row, input, cancel) is { } error)
            return error;
        if (row is null)
            db.Add(row = new ProviderRow { Id = ids.New(), PersonId = personId, Name = input.Name, Kind = input.Kind, CreatedAt = clock.GetUtcNow() });
        else
            lines.Forget(row);

        var url = string.IsNullOrWhiteSpace(input.BaseUrl) ? null : new Uri(input.BaseUrl.Trim());
        // A key is for the address that it was entered for: whoever changes the address enters it again.
        if (row.BaseUrl != url?.AbsoluteUri && input.Key is null && row.SealedKey is not null)
            return Error.Invalid("key", "The address is another one: enter the key again.");
        var operates = await Operators.IsOneAsync(db, personId, cancel);
        row.BaseUrl = url?.AbsoluteUri;
        row.Reach = !operates ? Reach.Internet : (url ?? ModelPreset.All.First(p => p.Kind == input.Kind).BaseUrl).IsLoopback ? Reach.ThisMachine : Reach.Anywhere;
        row.DefaultModel = string.IsNullOrWhiteSpace(input.DefaultModel) ? null : input.DefaultModel.Trim();
        row.MaxConcurrent = input.MaxConcurrent ?? (row.Reach == Reach.ThisMachine ? ProviderLines.LocalPlaces : ProviderLines.CloudPlaces);
        row.Enabled = input.Enabled ?? true;
        if (input.Key is not null)
            keys.Seal(row, input.Key.Trim() is { Length: > 0 } key ? key : null);
        try
        {
            setups.OpenOrSay(row);
        }
        catch (FormatException e)
        {
            return Error.Invalid(row.SealedKey is null && e.Message.Contains("key", StringComparison.Ordinal) ? "key" : "baseUrl", e.Message);
        }
        await db.Database.ExecuteSqlAsync($"DELETE FROM models.answers WHERE person_id = {personId} AND provider = {row.Name}", cancel);
        await SetupChange.SaveAsync(db, personId, cancel);
        return row.Id;
    }

    async Task<Error?> CheckAsync(Guid personId, ProviderRow? row, ProviderInput input, CancellationToken cancel) =>
        input.Name is not { Length: >= 1 and <= 40 } || !input.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || input.Name is "local" or "cloud"
            ? Error.Invalid("name", "A name has lower case letters, digits and dashes, and is neither “local” nor “cloud”.")
        : row is not null && (row.Name != input.Name || row.Kind != input.Kind) ? Error.Invalid("name", "The name and kind of a provider stay. Add another one.")
        : !kinds.Any(k => k.Kind == input.Kind) ? Error.Invalid("kind", $"A provider is one of: {string.Join(", ", kinds.Select(k => k.Kind))}.")
        : !string.IsNullOrWhiteSpace(input.BaseUrl) && !(Uri.TryCreate(input.BaseUrl.Trim(), UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.UserInfo.Length == 0 && input.BaseUrl.Length <= 500)
            ? Error.Invalid("baseUrl", "The address of a provider begins with http:// or https:// and holds no password.")
        : input.Key is { Length: > 1000 } ? Error.Invalid("key", "This is too long for a key.")
        : input.DefaultModel is { Length: > 200 } ? Error.Invalid("defaultModel", "This is too long for a model's name.")
        : input.MaxConcurrent is < 1 or > 64 ? Error.Invalid("maxConcurrent", "Between 1 and 64 calls at once.")
        : row is null && await db.Set<ProviderRow>().AnyAsync(p => p.PersonId == personId && p.Name == input.Name, cancel) ? Error.Conflict("name_taken", $"You have a provider called {input.Name} already.")
        : null;
}
