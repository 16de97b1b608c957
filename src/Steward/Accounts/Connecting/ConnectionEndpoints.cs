using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <param name="Configured">Whether this Steward is registered there, so that accounts can be connected.</param>
/// <param name="FromEnvironment">The registration was given in the environment and cannot be changed in the page.</param>
/// <param name="RedirectUri">What has to be registered at the provider for people who come as this one did; null when the address is not known.</param>
sealed record ProviderView(string Provider, string Name, bool Configured, bool FromEnvironment, string? ClientId, string? RedirectUri, Uri PermissionsPage);
sealed record ProviderList(IReadOnlyList<ProviderView> Items);
sealed record ProviderClientRequest(string ClientId, string? ClientSecret);
sealed record BegunConnectionView(Uri AuthorizationPage);
sealed record DisconnectRequest(KeptItems Items);

static class ConnectionEndpoints
{
    /// <summary>Holds the secret that binds a sign-in to the browser that began it.</summary>
    const string Cookie = "steward-connecting";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithTags("accounts");
        accounts.MapGet("/providers", ListAsync).Produces<ProviderList>();
        accounts.MapPut("/providers/{provider}/client", KeepClientAsync).Produces<ProviderList>();
        accounts.MapDelete("/providers/{provider}/client", ForgetClientAsync).Produces<ProviderList>();
        accounts.MapPost("/connections", BeginAsync).Produces<BegunConnectionView>();
        accounts.MapPost("/connections/complete", CompleteAsync).Produces<CompletedConnection>();
        accounts.MapPost("/{id:guid}/disconnect", DisconnectAsync).Produces<DisconnectedAccount>();
    }

    static async Task<IResult> BeginAsync(BeginConnectionRequest request, CurrentPerson person, BeginConnection begin, HttpContext context, CancellationToken cancel)
    {
        var begun = await begin.ExecuteAsync(person.Id, request, context.Request.Host.Value ?? "", context.Request.Cookies[Cookie], cancel);
        if (begun.Error is { } error)
            return error.ToProblem();
        context.Response.Cookies.Append(Cookie, begun.Value.Browser, new()
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = BeginConnection.Lifetime, Path = "/api/v1/accounts/connections",
        });
        return TypedResults.Ok(new BegunConnectionView(begun.Value.AuthorizationPage));
    }

    static async Task<IResult> CompleteAsync(CompleteConnectionRequest request, CurrentPerson person, CompleteConnection complete, HttpContext context, CancellationToken cancel) =>
        (await complete.ExecuteAsync(person.Id, request, context.Request.Cookies[Cookie] ?? "", cancel)).ToHttp();

    static async Task<IResult> DisconnectAsync(Guid id, DisconnectRequest request, CurrentPerson person, DisconnectAccount disconnect, CancellationToken cancel) =>
        (await disconnect.ExecuteAsync(person.Id, id, request.Items, cancel)).ToHttp();

    static async Task<IResult> ListAsync(
        CurrentPerson person, StewardDbContext db, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, ConnectionAddress address, HttpContext context, CancellationToken cancel)
    {
        var mayChange = await MayChangeAsync(db, person, cancel);
        var views = new List<ProviderView>();
        foreach (var server in servers)
        {
            var client = await clients.FindAsync(server.Provider, cancel);
            var redirect = address.For(server.Provider, context.Request.Host.Value ?? "");
            views.Add(new(server.Provider, server.Name, client is not null, clients.IsConfigured(server.Provider), mayChange ? client?.Id : null, redirect.Ok ? redirect.Value : null, server.PermissionsPage));
        }
        return TypedResults.Ok(new ProviderList(views));
    }

    static async Task<IResult> KeepClientAsync(
        string provider, ProviderClientRequest request, CurrentPerson person, StewardDbContext db, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, ConnectionAddress address, HttpContext context,
        CancellationToken cancel)
    {
        if (await RefusalAsync(provider, person, db, servers, clients, cancel) is { } error)
            return error.ToProblem();
        if (!IsWord(request.ClientId, 300))
            return Error.Invalid("clientId", "This is not a client ID as the provider shows it.").ToProblem();
        if (request.ClientSecret is { Length: > 0 } && !IsWord(request.ClientSecret, 300))
            return Error.Invalid("clientSecret", "This is not a client secret as the provider shows it.").ToProblem();
        await clients.KeepAsync(provider, request.ClientId.Trim(), request.ClientSecret is { Length: > 0 } secret ? new(secret.Trim()) : null, cancel);
        return await ListAsync(person, db, servers, clients, address, context, cancel);
    }

    static async Task<IResult> ForgetClientAsync(
        string provider, CurrentPerson person, StewardDbContext db, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, ConnectionAddress address, HttpContext context, CancellationToken cancel)
    {
        if (await RefusalAsync(provider, person, db, servers, clients, cancel) is { } error)
            return error.ToProblem();
        await clients.ForgetAsync(provider, cancel);
        return await ListAsync(person, db, servers, clients, address, context, cancel);
    }

    static async Task<Error?> RefusalAsync(string provider, CurrentPerson person, StewardDbContext db, IEnumerable<IAuthorizationServer> servers, OAuthClients clients, CancellationToken cancel) =>
        servers.All(s => s.Provider != provider) ? Error.NotFound("provider")
        : !await MayChangeAsync(db, person, cancel) ? Error.Refused("not_allowed", "Only the owner or an admin of this Steward may change how it is registered.")
        : clients.IsConfigured(provider) ? Error.Refused("from_environment", "The registration was given in the environment. Change it there.")
        : null;

    static Task<bool> MayChangeAsync(StewardDbContext db, CurrentPerson person, CancellationToken cancel) => db.Set<Person>().AnyAsync(p => p.Id == person.Id && p.Role != Role.Member, cancel);

    static bool IsWord(string? text, int longest) => text?.Trim() is { Length: > 0 } word && word.Length <= longest && word.All(c => c is > ' ' and < (char)127);
}
