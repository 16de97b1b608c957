using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts.People;

sealed record SignInRequest(string Email, string Password);
sealed record TicketRequest(string Ticket);
/// <param name="Email">The person's own address, typed: it is erased only when it is theirs.</param>
sealed record EraseRequest(string Email);

/// <param name="Notes">Permissions at providers that could not be taken back, and where to do it.</param>
sealed record Erased(IReadOnlyList<string> Notes);
sealed record TokenResponse(string Token);
/// <param name="SessionId">Null for programs with a token.</param>
sealed record Me(Guid Id, string Email, string DisplayName, Role Role, Guid? SessionId = null)
{
    public static Me Of(Person person, Guid? sessionId) => new(person.Id, person.Email, person.DisplayName, person.Role, sessionId);
}
sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>Signing in and out. Wrong address, wrong password and lockout give the same answer, so that nobody learns who has an account here.</summary>
static class AuthEndpoints
{
    static readonly Error WrongCredentials = Error.Refused("wrong_credentials", "The address or the password is wrong, or there were too many attempts. After five wrong ones, wait five minutes.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("auth").RequireRateLimiting("sign-in");
        auth.MapPost("/register", RegisterAsync).AllowAnonymous().Produces<Me>();
        auth.MapPost("/login", SignInAsync).AllowAnonymous().Produces<Me>();
        auth.MapPost("/token", IssueTokenAsync).AllowAnonymous().Produces<TokenResponse>();
        auth.MapPost("/ticket", RedeemAsync).AllowAnonymous().Produces<Me>();
        routes.MapPost("/auth/logout", SignOutAsync).WithTags("auth").Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/auth/me", MeAsync).WithTags("auth").Produces<Me>();
        routes.MapGet("/auth/sessions", ListSessionsAsync).WithTags("auth").Produces<SessionList>();
        routes.MapDelete("/auth/sessions/{id:guid}", EndSessionAsync).WithTags("auth").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/auth/sign-out-others", SignOutOthersAsync).WithTags("auth").Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/auth/me/export", ExportAsync).WithTags("auth").Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        routes.MapPost("/auth/me/erase", EraseAsync).WithTags("auth").Produces<Erased>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> RegisterAsync(RegisterRequest request, RegisterPerson register, BeginSession begin, CancellationToken cancel)
    {
        var person = await register.ExecuteAsync(request);
        return person.Ok ? await BegunAsync(person.Value, begin, cancel) : person.Error!.ToProblem();
    }

    static async Task<IResult> SignInAsync(SignInRequest request, SignInManager<Person> signIn, BeginSession begin, CancellationToken cancel)
    {
        var person = await CheckAsync(request, signIn);
        return person is null ? WrongCredentials.ToProblem() : await BegunAsync(person, begin, cancel);
    }

    static async Task<IResult> BegunAsync(Person person, BeginSession begin, CancellationToken cancel) => TypedResults.Ok(Me.Of(person, await begin.ExecuteAsync(person, cancel)));

    static async Task<IResult> IssueTokenAsync(SignInRequest request, SignInManager<Person> signIn, ApiTokens tokens, CancellationToken cancel)
    {
        var person = await CheckAsync(request, signIn);
        return person is null ? WrongCredentials.ToProblem() : TypedResults.Ok(new TokenResponse(await tokens.IssueAsync(person.Id, "sign-in", TimeSpan.FromDays(30), cancel)));
    }

    static async Task<IResult> RedeemAsync(TicketRequest request, SignInTickets tickets, BeginSession begin, CancellationToken cancel) =>
        await tickets.RedeemAsync(request.Ticket ?? "", cancel) is { } person
            ? await BegunAsync(person, begin, cancel)
            : Error.Refused("ticket_used", "This sign-in link has been used already or is too old. Restart Steward for a new one, or sign in with a password.").ToProblem();

    static async Task<IResult> SignOutAsync(HttpContext context, CurrentPerson current, SignInManager<Person> signIn, Sessions sessions, CancellationToken cancel)
    {
        if (Sessions.Of(context.User) is { } session)
            await sessions.EndAsync(current.Id, session, cancel);
        await signIn.SignOutAsync();
        return TypedResults.NoContent();
    }

    static async Task<IResult> ListSessionsAsync(HttpContext context, CurrentPerson current, Sessions sessions, CancellationToken cancel) =>
        TypedResults.Ok(new SessionList(await sessions.ListAsync(current.Id, Sessions.Of(context.User), cancel)));

    static async Task<IResult> EndSessionAsync(Guid id, CurrentPerson current, Sessions sessions, CancellationToken cancel) =>
        await sessions.EndAsync(current.Id, id, cancel) ? TypedResults.NoContent() : Error.NotFound("session").ToProblem();

    /// <summary>Ends every other session and every API token that expires. Other browsers notice within a minute, when their cookie is looked at again.</summary>
    static async Task<IResult> SignOutOthersAsync(
        HttpContext context, CurrentPerson current, UserManager<Person> users, ApiTokens tokens, Sessions sessions, BeginSession begin, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(current.Id.ToString()) is not { } person)
            return Error.NotFound("person").ToProblem();
        await users.UpdateSecurityStampAsync(person);
        await tokens.RevokeExpiringAsync(person.Id, cancel);
        var kept = Sessions.Of(context.User);
        await sessions.EndOthersAsync(person.Id, kept, cancel);
        // The stamp has changed for this browser too: its cookie is written anew, for the session that it has.
        if (kept is { } session)
            await begin.ContinueAsync(person, session);
        return TypedResults.NoContent();
    }

    static IResult ExportAsync(CurrentPerson current, ExportPerson export) =>
        TypedResults.Stream(output => export.ExecuteAsync(current.Id, output, CancellationToken.None), "application/x-ndjson", "steward-my-data.ndjson");

    static async Task<IResult> EraseAsync(EraseRequest request, CurrentPerson current, UserManager<Person> users, SignInManager<Person> signIn, ErasePerson erase, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(current.Id.ToString()) is not { } person)
            return Error.NotFound("person").ToProblem();
        if (!string.Equals(request.Email?.Trim(), person.Email, StringComparison.OrdinalIgnoreCase))
            return Error.Invalid("email", "Type your own address to say that you mean it.").ToProblem();
        var notes = await erase.ExecuteAsync(person.Id, cancel);
        await signIn.SignOutAsync();
        return TypedResults.Ok(new Erased(notes));
    }

    static async Task<IResult> MeAsync(HttpContext context, CurrentPerson current, UserManager<Person> users)
    {
        var person = await users.FindByIdAsync(current.Id.ToString());
        return person is null ? Error.NotFound("person").ToProblem() : TypedResults.Ok(Me.Of(person, Sessions.Of(context.User)));
    }

    static async Task<Person?> CheckAsync(SignInRequest request, SignInManager<Person> signIn)
    {
        var person = await signIn.UserManager.FindByEmailAsync(request.Email?.Trim() ?? "");
        if (person is null)
        {
            // The same work as for a known address, so that the time taken says nothing.
            signIn.UserManager.PasswordHasher.HashPassword(null!, request.Password ?? "");
            return null;
        }
        var result = await signIn.CheckPasswordSignInAsync(person, request.Password ?? "", lockoutOnFailure: true);
        return result.Succeeded ? person : null;
    }
}
