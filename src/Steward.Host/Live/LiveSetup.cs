using Steward.Host.Auth;
using Steward.Platform;

namespace Steward.Host.Live;

/// <summary>Wires the live stream: /api/v1/events and /live.</summary>
static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveWakeups>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveWakeups>());
        services.AddSingleton<LiveReader>();
        services.AddSignalR(options => options.MaximumReceiveMessageSize = 4 * 1024).AddJsonProtocol(options => Json.Configure(options.PayloadSerializerOptions));
        return services;
    }

    /// <summary>
    /// Browsers let any site open a WebSocket with our cookie, and no CORS stands in between: the Origin header alone tells whose page asks (RFC 6455 §10.2).
    /// </summary>
    public static void UseLiveOriginCheck(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/live", StringComparison.Ordinal) && !AuthSetup.SameOrigin(context.Request))
        {
            await Results.Problem("Live events are for Steward's own page.", statusCode: StatusCodes.Status403Forbidden, title: "Forbidden").ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    /// <param name="api">The group of /api/v1.</param>
    public static void MapLive(this IEndpointRouteBuilder app, IEndpointRouteBuilder api)
    {
        EventStream.Map(api);
        app.MapHub<LiveHub>("/live");
    }
}
