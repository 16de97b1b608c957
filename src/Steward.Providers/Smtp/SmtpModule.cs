using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;

namespace Steward.Providers.Smtp;

public static class SmtpModule
{
    /// <summary>Lets Local accounts write to the outside through this server; without options nothing changes.</summary>
    public static IServiceCollection AddSmtpRelay(this IServiceCollection services, SmtpOptions? options) =>
        options is null ? services : services.AddSingleton<IMailRelay>(new SmtpRelay(options));
}
