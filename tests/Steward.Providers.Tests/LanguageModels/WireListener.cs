using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Steward.Providers.Tests.LanguageModels;

/// <summary>Keeps what it is sent, word for word, and answers 400 to everything.</summary>
sealed class WireListener : IAsyncDisposable
{
    readonly WebApplication app;

    WireListener(WebApplication app) => this.app = app;

    public List<(string Body, string Headers)> Got { get; } = [];

    public Uri Url => new(app.Urls.First());

    public static async Task<WireListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var listener = new WireListener(builder.Build());
        listener.app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            listener.Got.Add((await reader.ReadToEndAsync(), string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"))));
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        });
        await listener.app.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
