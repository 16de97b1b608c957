using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Steward.Platform;

namespace Steward.Accounts.People;

sealed record SignInRequest(string Email, string Password);
sealed record TicketRequest(string Ticket);
sealed record TokenResponse(string Token);
sealed record Me(Guid Id, string Email, string DisplayName, Role Role)
{
    public static Me Of(Person person) => new(person.Id, person.Email, person.DisplayName, person.Role);
}

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
    }

    static async Task<IResult> RegisterAsync(RegisterRequest request, RegisterPerson register, SignInManager<Person> signIn)
    {
        var person = await register.ExecuteAsync(request);
        if (person.Ok)
            await signIn.SignInAsync(person.Value, isPersistent: true);
        return person.Match<IResult>(p => TypedResults.Ok(Me.Of(p)), error => error.ToProblem());
    }

    static async Task<IResult> SignInAsync(SignInRequest request, SignInManager<Person> signIn)
    {
        var person = await CheckAsync(request, signIn);
        if (person is null)
            return WrongCredentials.ToProblem();
        await signIn.SignInAsync(person, isPersistent: true);
        return TypedResults.Ok(Me.Of(person));
    }

    static async Task<IResult> IssueTokenAsync(SignInRequest request, SignInManager<Person> signIn, ApiTokens tokens, CancellationToken cancel)
    {
        var person = await CheckAsync(request, signIn);
        return person is null ? WrongCredentials.ToProblem() : TypedResults.Ok(new TokenResponse(await tokens.IssueAsync(person.Id, "sign-in", TimeSpan.FromDays(30), cancel)));
    }

    static async Task<IResult> RedeemAsync(TicketRequest request, SignInTickets tickets, SignInManager<Person> signIn, CancellationToken cancel)
    {
        var person = await tickets.RedeemAsync(request.Ticket ?? "", cancel);
        if (person is null)
            return Error.Refused("ticket_used", "This sign-in link has been used already or is too old. Restart Steward for a new one, or sign in with a password.").ToProblem();
        await signIn.SignInAsync(person, isPersistent: true);
        return TypedResults.Ok(Me.Of(person));
    }

    static async Task<IResult> SignOutAsync(SignInManager<Person> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.NoContent();
    }

    static async Task<IResult> MeAsync(CurrentPerson current, UserManager<Person> users)
    {
        var person = await users.FindByIdAsync(current.Id.ToString());
        return person is null ? Error.NotFound("person").ToProblem() : TypedResults.Ok(Me.Of(person));
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
