using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Steward.Actions;
using Steward.Calendar;
using Steward.Items;
using Steward.Mail;
using Steward.Providers.Google.Calendar;
using Steward.Providers.Google.Gmail;

namespace Steward.Providers.Google;

/// <summary>Gmail and Google Calendar for linked accounts of the provider "google".</summary>
public static class GoogleModule
{
    /// <summary>The name of the HTTP client; its handlers put tokens on, keep quotas and try again.</summary>
    public const string HttpClientName = "google";

    public static IServiceCollection AddGoogleApis(this IServiceCollection services)
    {
        services.TryAddSingleton(GoogleAddresses.Real);
        services.AddHttpClient(HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(10),
        });
        services.AddTransient(of => new GoogleApi(of.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)));
        services.AddTransient<GmailClient>().AddTransient<GmailFetch>().AddScoped<GmailChanges>();
        services.AddScoped<IMailReader, GoogleMailReader>().AddScoped<ISyncSource, GmailSync>();
        services.AddScoped<GmailLabelNames>().AddScoped<GmailHandOver>().AddScoped<GmailDrafts>().AddScoped<ChangeGmailLabels>().AddScoped<ChangeGmailDrafts>().AddScoped<SendGmail>();
        services.AddActionPerformer<GoogleMailPerformer>();
        services.AddTransient<GoogleCalendarClient>().AddTransient<GoogleSeries>();
        services.AddScoped<ICalendarReader, GoogleCalendarReader>().AddScoped<ISyncSource, GoogleCalendarSync>();
        services.AddScoped<PlanGoogleChange>().AddScoped<CallGoogleCalendar>();
        services.AddActionPerformer<GoogleCalendarPerformer>();
        return services;
    }
}
