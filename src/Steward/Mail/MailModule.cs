using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Steward.Mail.Local;

namespace Steward.Mail;

public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddScoped<StoreMessages>();
        services.AddScoped<MailDirectory>();
        services.AddSingleton<IMailReader, LocalMailReader>();
        services.AddSingleton<ContactsFromMail>();
        services.AddSingleton<CountMail>();
        return services;
    }

    public static IEndpointRouteBuilder MapMail(this IEndpointRouteBuilder routes) => routes;
}
