using System.Text;
using Microsoft.Extensions.AI;

namespace Steward.LanguageModels.Prices;

/// <summary>
/// Tokens before a call, without the provider's tokenizer. <see cref="Estimate(ModelCall)"/> is a rule of thumb and is always shown as one. <see cref="UpperBound"/> is a bound, not a
/// guess: the tokenizers in use are byte-level, so no text has more tokens than UTF-8 bytes; what providers add around messages and tools is allowed for.
/// </summary>
static class TokenCount
{
    const int PerMessage = 8, PerTool = 32, Frame = 400;

    /// <summary>About four bytes a token for text in Latin script, fewer for others, where a character has more bytes.</summary>
    public static int Estimate(ModelCall call) => Bytes(call) / 4 + (call.Messages.Count * PerMessage) / 2;

    public static int UpperBound(ModelCall call) =>
        Bytes(call) + call.Messages.Count * PerMessage + call.Tools.Count * PerTool + (call.Tools.Count > 0 || call.Schema is not null ? Frame : 0);

    public static int Estimate(string text) => (Encoding.UTF8.GetByteCount(text) + 3) / 4;

    static int Bytes(ModelCall call)
    {
        var bytes = call.Schema is { } schema ? Encoding.UTF8.GetByteCount(schema.GetRawText()) : 0;
        foreach (var tool in call.Tools)
            bytes += Encoding.UTF8.GetByteCount(tool.Name) + Encoding.UTF8.GetByteCount(tool.Description) + Encoding.UTF8.GetByteCount(tool.JsonSchema.GetRawText());
        foreach (var content in call.Messages.SelectMany(m => m.Contents))
        {
            bytes += content switch
            {
                TextContent text => Encoding.UTF8.GetByteCount(text.Text ?? ""),
                FunctionCallContent function => Encoding.UTF8.GetByteCount(function.Name) + Encoding.UTF8.GetByteCount(System.Text.Json.JsonSerializer.Serialize(function.Arguments, AIJsonUtilities.DefaultOptions)),
                FunctionResultContent result => Encoding.UTF8.GetByteCount(System.Text.Json.JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions)),
                _ => 0,
            };
        }
        return bytes;
    }
}
