using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar;
using Steward.Items;
using Steward.Mail;
using Steward.Platform;
using Steward.Providers.Google.Calendar;
using Steward.Providers.Google.Gmail;

namespace Steward.Providers.Google;

/// <summary>Gmail and Google Calendar for linked accounts of the provider "google".</summary>
public static class GoogleModule
{
    /// <summary>Needs the HTTP client <see cref="GoogleAccountsModule.ApiClient"/>, whose handlers put tokens on, keep quotas and try again.</summary>
    public static IServiceCollection AddGoogleApis(this IServiceCollection services, GoogleAddresses addresses)
    {
        services.AddSingleton(addresses);
        services.AddTransient(of => new GoogleApi(of.GetRequiredService<IHttpClientFactory>().CreateClient(GoogleAccountsModule.ApiClient)));
        services.AddTransient<GmailClient>().AddTransient<GmailFetch>().AddScoped<GmailChanges>();
        services.AddScoped<IMailReader, GoogleMailReader>().AddScoped<ISyncSource, GmailSync>();
        services.AddScoped<GmailLabelNames>().AddScoped<GmailHandOver>().AddScoped<GmailDrafts>().AddScoped<ChangeGmailLabels>().AddScoped<ChangeGmailDrafts>().AddScoped<SendGmail>();
        services.AddActionPerformer<GoogleMailPerformer>();
        services.AddDueWork<ReturnSnoozedGmail>();
        services.AddTransient<GoogleCalendarClient>().AddTransient<GoogleSeries>();
        services.AddScoped<ICalendarReader, GoogleCalendarReader>().AddScoped<ISyncSource, GoogleCalendarSync>();
        services.AddScoped<IPushSource, GoogleCalendarPush>();
        services.AddScoped<PlanGoogleChange>().AddScoped<CallGoogleCalendar>();
        services.AddActionPerformer<GoogleCalendarPerformer>();
        return services;
    }
}
