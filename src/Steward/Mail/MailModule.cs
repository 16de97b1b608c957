using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Steward.Mail;

public static class MailModule
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddScoped<StoreMessages>();
        services.AddScoped<MailDirectory>();
        services.AddScoped<ContactsFromMail>();
        services.AddScoped<CountMail>();
        return services;
    }

    public static IEndpointRouteBuilder MapMail(this IEndpointRouteBuilder routes) => routes;
}
