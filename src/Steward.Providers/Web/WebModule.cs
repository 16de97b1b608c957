using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;

namespace Steward.Providers.Web;

public static class WebModule
{
    /// <summary>Lets approved requests leave for addresses on the public internet, and for no others.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services) => services.AddSingleton<IUnsubscribeClient, OneClickClient>();
}
