using System.Text.Json;

namespace Steward.Workflows.Building;

/// <summary>The visit that a compensation undoes.</summary>
/// <param name="Key">The key under which the visit worked: what the world outside knows it by.</param>
/// <param name="Note">What the visit left for this (<see cref="NodeResult.CompensateWith"/>).</param>
public sealed record CompensatedVisit(string Node, string Key, JsonElement? Note);
