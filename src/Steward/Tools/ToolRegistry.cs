using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;

namespace Steward.Tools;

/// <summary>
/// Every tool of this Steward by name. Complete when the container is built; two tools of one name stop the start. Descriptions and schemas are made once;
/// a tool itself is resolved from the caller's scope, so that what it reads is read on the caller's context.
/// </summary>
public sealed class ToolRegistry : IToolCatalogue
{
    readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public ToolRegistry(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        foreach (var tool in scope.ServiceProvider.GetServices<ITool>())
        {
            if (tool.Effect == ToolEffect.Propose != tool.ActionKind is not null)
                throw new InvalidOperationException($"The tool {tool.Name} must name an action kind if and only if it proposes.");
            if (!entries.TryAdd(tool.Name, new(ToolDescriptor.Of(tool), ToolSchemas.Of(tool.ArgumentsType), ToolSchemas.Of(tool.ResultType), tool.ArgumentsType)))
                throw new InvalidOperationException($"Two tools are called {tool.Name}.");
        }
        All = [.. entries.Values.Select(entry => entry.Descriptor).OrderBy(descriptor => descriptor.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyCollection<ToolDescriptor> All { get; }

    public ToolDescriptor? Find(string name) => entries.GetValueOrDefault(name)?.Descriptor;

    /// <summary>JSON schemas (draft 2020-12) of a tool's arguments and result.</summary>
    public (JsonNode Arguments, JsonNode Result) SchemasOf(string name) => (entries[name].Arguments, entries[name].Result);

    /// <summary>
    /// Reads the arguments strictly and calls the tool; what it waits for outside is kept for the run. An unknown tool, an unknown, missing or misshapen argument is refused with its name before the tool sees anything.
    /// </summary>
    /// <param name="scope">The scope whose context the tool reads on.</param>
    /// <param name="make">Makes the call from the argument record.</param>
    public async Task<Result<ToolResult>> CallAsync(
        IServiceProvider scope, string name, IReadOnlyDictionary<string, JsonElement> arguments, Func<object, ToolCall> make, CancellationToken cancel)
    {
        if (!entries.TryGetValue(name, out var entry))
            return Error.NotFound($"tool as \"{name}\"");
        var bound = ToolArguments.Bind(entry.Descriptor, entry.ArgumentsType, arguments);
        if (bound.Error is { } error)
            return error;
        var tool = scope.GetServices<ITool>().First(t => t.Name == name);
        var call = make(bound.Value);
        using var waits = call.RunId is { } run ? scope.GetRequiredService<WaitLog>().Watch(call.PersonId, run) : null;
        return await tool.CallAsync(call, cancel);
    }

    sealed record Entry(ToolDescriptor Descriptor, JsonNode Arguments, JsonNode Result, Type ArgumentsType);
}
