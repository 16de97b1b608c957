using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;

namespace Steward.LanguageModels.Budgets;

/// <summary>Tells a person, by a live event, that a limit is reached or near.</summary>
sealed class BudgetNotices(IServiceScopeFactory scopes)
{
    public async Task TellAsync(Guid personId, Reservation reservation, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<LiveEvents>().Stage(personId, reservation.RefusedBy is null ? "budget_near" : "budget_reached", null,
            new { limit = reservation.RefusedBy ?? "day", spent = reservation.Spent, allowed = reservation.Allowed, text = Text(reservation) });
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync(cancel);
    }

    public static Error Refusal(Reservation reservation) => Error.Refused(ModelGateway.BudgetReached, Text(reservation));

    static string Text(Reservation r) => r.RefusedBy switch
    {
        "day" => $"The limit for model calls of {Usd(r.Allowed)} a day does not allow this one: {Usd(r.Spent)} are spent or set aside. It starts anew tomorrow.",
        "hour" => $"The limit for model calls of {Usd(r.Allowed)} an hour does not allow this one: {Usd(r.Spent)} were spent or set aside within the last hour.",
        "run" => $"The limit for model calls of {Usd(r.Allowed)} for one request does not allow this one: {Usd(r.Spent)} are spent or set aside.",
        _ => $"{Usd(r.Spent)} of {Usd(r.Allowed)} for model calls are spent today.",
    };

    static string Usd(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00##} USD");
}
