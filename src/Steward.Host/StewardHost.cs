using Microsoft.AspNetCore.Http.Json;
using Npgsql;
using Steward.Accounts;
using Steward.Actions;
using Steward.Agents;
using Steward.Audit;
using Steward.Calendar;
using Steward.Conversations;
using Steward.FollowUps;
using Steward.Host.Auth;
using Steward.Host.EmbeddedPostgres;
using Steward.Host.Live;
using Steward.Host.Web;
using Steward.Items;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Notes;
using Steward.Planning;
using Steward.Platform;
using Steward.Providers;
using Steward.Providers.Google;
using Steward.Runs;
using Steward.Tools;

namespace Steward.Host;

/// <summary>Wires the rooms together: the only place that knows them all.</summary>
public static class StewardHost
{
    /// <summary>Builds the application on a database that is there. It does not listen yet.</summary>
    /// <param name="replace">What stands in for a way to the outside: for tests, which have none.</param>
    public static WebApplication Build(StewardOptions options, DataFolder data, string connectionString, EmbeddedServer? embedded, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Steward.Host", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls($"http://{options.Address}:{options.Port}");
        // Its one warning tells that the cookie keys lie unencrypted in the data folder, which is closed to others (mode 700) and documented.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var services = builder.Services;
        services.AddSingleton(options.Now is { } now ? new ShiftedClock(now) : TimeProvider.System);
        services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        services.AddSingleton(new DefaultZone(options.Zone));
        var masterKeys = new MasterKeyStore(options, data.Path);
        services.AddSingleton(masterKeys).AddSingleton(new MasterKeys(masterKeys.Read));
        if (embedded is not null)
        {
            services.AddSingleton(embedded);
            services.AddHostedService<EmbeddedServerKeeper>();
        }
        services.Configure<JsonOptions>(json =>
        {
            Json.Configure(json.SerializerOptions);
            json.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        });
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<BadInput>();
        services.AddResponseCompression(compression => compression.EnableForHttps = false);
        services.AddStewardAuth(data.File("keys"));
        services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Steward";
            document.Info.Version = "1";
            document.Servers = null; // where it runs is not part of what it can do
            return Task.CompletedTask;
        }));
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]).AddCheck<RunsCheck>("runs");
        AddRooms(services, options, data);
        replace?.Invoke(services);

        var app = builder.Build();
        options.Runs.Check(app.Services.GetRequiredService<WorkflowCatalogue>());
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseCrossSiteGuard();
        app.UseLiveOriginCheck();
        app.UseResponseCompression();
        // Before sign-in is asked for: the page that signs one in is made of these files.
        app.UseWebApp(options.WebFolder);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapOpenApi().AllowAnonymous();
        app.MapStewardHealth();
        MapRooms(app.MapGroup("/api/v1"), app);
        return app;
    }

    static void AddRooms(IServiceCollection services, StewardOptions options, DataFolder data)
    {
        services.AddPlatform();
        services.AddAccounts();
        services.AddAudit();
        services.AddActions();
        services.AddLanguageModels(options.Models.Record);
        services.AddModelProviders(options.Models);
        services.AddMail();
        Steward.Providers.Smtp.SmtpModule.AddSmtpRelay(services, options.Smtp);
        Steward.Providers.Web.WebModule.AddWeb(services);
        services.AddSingleton(new ConnectOptions(options.PublicUrl));
        Steward.Providers.Google.GoogleAccountsModule.AddGoogleAccounts(services, options.Google);
        services.AddCalendar();
        services.AddScoped<IKnownPeople, KnownFromMail>();
        services.AddNotes();
        services.AddFollowUps();
        services.AddItems(new ImportOptions { SpoolFolder = data.File("imports") });
        services.AddGoogleApis(GoogleAddresses.At(options.Google.Server));
        services.AddTools();
        services.AddAgents();
        services.AddRuns(options.Runs.Worker, options.Runs.Retention);
        services.AddPlanning();
        services.AddConversations();
        services.AddLive();
    }

    static void MapRooms(RouteGroupBuilder api, WebApplication app)
    {
        api.MapAccounts();
        api.MapAudit();
        api.MapActions();
        api.MapLanguageModels();
        api.MapMail();
        api.MapCalendar();
        api.MapNotes();
        api.MapFollowUps();
        api.MapItems();
        api.MapTools();
        api.MapAgents();
        api.MapRuns();
        api.MapPlanning();
        api.MapConversations();
        app.MapLive(api);
    }
}
