using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Steward.Accounts;

namespace Steward.Host.Auth;

/// <summary>Cookies for the page, bearer tokens for programs; everything needs one of them unless it says otherwise.</summary>
static class AuthSetup
{
    const string Either = "CookieOrBearer";

    public static void AddStewardAuth(this IServiceCollection services, string keyFolder)
    {
        services.AddDataProtection().SetApplicationName("Steward").PersistKeysToFileSystem(OwnerOnlyFolder(keyFolder));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? AccountsModule.BearerScheme : IdentityConstants.ApplicationScheme)
            .AddStewardTokens()
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "steward";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = Sessions.Lifetime;
                options.SlidingExpiration = true;
                options.Events.OnRedirectToLogin = context => Status(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Status(context, StatusCodes.Status403Forbidden);
                options.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<SessionValidator>().ValidateAsync(context);
            });
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddScoped<SessionValidator>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy("sign-in", context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>
    /// A page of another site can make a browser send our cookie, but it cannot add this header without a CORS permission that Steward never gives
    /// (OWASP: custom request header). Requests with a bearer token carry no cookie's authority and need none; what providers tell acts in nobody's name.
    /// </summary>
    public static void UseCrossSiteGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        var unsafeMethod = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        var api = request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        var told = request.Path.StartsWithSegments("/api/v1/items/push", StringComparison.Ordinal);
        if (api && !told && unsafeMethod && request.Headers.Authorization.Count == 0 && (request.Headers["X-Steward"] != "1" || !SameOrigin(request)))
        {
            await Results.Problem("A request that changes something must come from Steward's own page (header X-Steward) or carry a bearer token.", statusCode: StatusCodes.Status403Forbidden, title: "Forbidden").ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    /// <summary>True when there is no Origin header, or it names this host.</summary>
    public static bool SameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }

    static Task Status<T>(Microsoft.AspNetCore.Authentication.RedirectContext<T> context, int status) where T : AuthenticationSchemeOptions
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    static DirectoryInfo OwnerOnlyFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
