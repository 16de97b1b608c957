using Microsoft.EntityFrameworkCore;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Candidates">Best first, each "provider/model"; empty: the default again.</param>
sealed record RouteInput(string[] Candidates);

static class ChangeRoute
{
    public static async Task<Error?> ExecuteAsync(StewardDbContext db, Guid personId, string taskName, string levelName, RouteInput input, CancellationToken cancel)
    {
        if (!Enum.TryParse<ModelTask>(taskName, ignoreCase: true, out var task) || !Enum.TryParse<Level>(levelName, ignoreCase: true, out var level) || !Enum.IsDefined(task) || !Enum.IsDefined(level))
            return Error.NotFound("route");
        if (input.Candidates is null or { Length: > 20 } || input.Candidates.Any(c => c is null || Candidate.Read(c) is null))
            return Error.Invalid("candidates", "At most 20, each a provider and a model like ollama/llama3.2:3b, local/* or openai/gpt-5.");
        var row = await db.Set<Route>().SingleOrDefaultAsync(r => r.PersonId == personId && r.Task == task && r.Level == level, cancel);
        if (input.Candidates.Length == 0)
        {
            if (row is not null)
                db.Remove(row);
        }
        else if (row is null)
            db.Add(new Route { PersonId = personId, Task = task, Level = level, Candidates = input.Candidates });
        else
            row.Candidates = input.Candidates;
        await SetupChange.SaveAsync(db, personId, cancel);
        return null;
    }
}
