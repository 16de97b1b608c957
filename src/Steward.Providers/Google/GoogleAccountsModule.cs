using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Providers.Google;

/// <summary>Connecting Google accounts, and the way that every request in their name takes.</summary>
public static class GoogleAccountsModule
{
    /// <summary>The HTTP client whose requests carry a <see cref="GoogleCall"/>.</summary>
    public const string ApiClient = "google";

    public static IServiceCollection AddGoogleAccounts(this IServiceCollection services, GoogleOptions options)
    {
        if (options.Client is { } client)
            services.AddSingleton(new ConfiguredClient("google", client));
        services.TryAddSingleton(new GoogleQuotas());
        services.TryAddSingleton<TokenBuckets>();
        services.TryAddSingleton(new Random());
        services.AddSingleton(options.SignIn);
        services.AddSingleton(new GoogleHosts(options.Apis));
        services.AddSingleton<GoogleLines>();
        services.AddSingleton<IAuthorizationServer, GoogleSignIn>();
        // Redirects are not followed: whatever a request carries is for the host that it was made for. Nothing here is logged by the client itself.
        services.AddHttpClient(GoogleSignIn.HttpClientName, http => http.Timeout = TimeSpan.FromSeconds(20))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }).RemoveAllLoggers();
        services.AddTransient(of => new GoogleHttp(of.GetRequiredService<AccessTokens>(), of.GetRequiredService<TokenBuckets>(), of.GetRequiredService<GoogleQuotas>(),
            of.GetRequiredService<GoogleLines>(), of.GetRequiredService<GoogleHosts>(), of.GetRequiredService<TimeProvider>(), of.GetRequiredService<Random>()));
        // Waiting for a quota is part of a call, so the client's own limit, which would count it, is off; each attempt has one.
        services.AddHttpClient(ApiClient, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(10),
            }).AddHttpMessageHandler<GoogleHttp>().RemoveAllLoggers();
        return services;
    }
}
