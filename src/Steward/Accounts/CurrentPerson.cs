using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Steward.Accounts;

/// <summary>
/// The signed-in person of this request. Endpoints take it as a parameter and pass <see cref="Id"/> into every query; there is no ambient person
/// outside a request, and background work carries the person's id in its own data.
/// </summary>
public sealed record CurrentPerson(Guid Id)
{
    /// <summary>Bound by ASP.NET from the authenticated principal. Endpoints under /api/v1 require authentication unless they say otherwise.</summary>
    public static ValueTask<CurrentPerson?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new CurrentPerson(id) : null);
}
