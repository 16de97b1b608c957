using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Accounts.Connecting;
using Steward.Accounts.Grants;
using Steward.Accounts.Linked;
using Steward.Accounts.People;
using Steward.Accounts.Settings;
using Steward.Accounts.SignIn;

namespace Steward.Accounts;

/// <summary>The room's doors: people, sign-in, linked accounts, settings.</summary>
public static class AccountsModule
{
    /// <summary>The authentication scheme that reads bearer tokens; the cookie's is Identity's own.</summary>
    public const string BearerScheme = TokenAuthentication.Scheme_;

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(options =>
        {
            // Length is what makes a password hard to guess (NIST SP 800-63B); rules about signs only annoy.
            options.Password.RequiredLength = 10;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Password.RequiredUniqueChars = 4;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
        }).AddUserStore<PersonStore>().AddSignInManager();
        services.Replace(ServiceDescriptor.Scoped<IUserClaimsPrincipalFactory<Person>, PersonClaims>());
        services.AddScoped<Sessions>().AddScoped<BeginSession>();
        services.AddScoped<ApiTokens>().AddScoped<SignInTickets>().AddScoped<RegisterPerson>().AddScoped<EnsureOwner>();
        services.AddScoped<AddLocalAccount>();
        services.TryAddSingleton(new ConnectOptions(null));
        services.AddSingleton<AccessTokens>().AddSingleton<ConnectionAddress>();
        services.AddScoped<OAuthClients>().AddScoped<RenewGrant>().AddScoped<RevokeGrant>();
        services.AddScoped<BeginConnection>().AddScoped<CompleteConnection>().AddScoped<DisconnectAccount>();
        services.AddScoped<ErasePerson>().AddScoped<ExportPerson>();
        return services.AddPersonSettings().AddAccess();
    }

    /// <summary>The one reader of people's settings, for each room that needs it; a host's own <see cref="DefaultZone"/> wins over UTC.</summary>
    public static IServiceCollection AddPersonSettings(this IServiceCollection services)
    {
        services.TryAddScoped<PersonSettingsReader>();
        services.TryAddSingleton(new DefaultZone("UTC"));
        return services;
    }

    /// <summary>What people have allowed on their accounts, for each room that has to know.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddScoped<AccessOf>();
        return services;
    }

    public static AuthenticationBuilder AddStewardTokens(this AuthenticationBuilder builder) =>
        builder.AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(BearerScheme, null);

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        AuthEndpoints.Map(routes);
        AccountEndpoints.Map(routes);
        ConnectionEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
    }
}
