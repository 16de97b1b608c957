using System.Text.Json.Nodes;
using Steward.Calendar;

namespace Steward.Providers.Google.Calendar;

/// <summary>What is asked of Google, and by what it is recognised afterwards. Stored while it is under way: version 1.</summary>
/// <param name="Verb">insert, patch, delete, move or put.</param>
/// <param name="Event">Google's name of the event, or of the instance, that changes.</param>
/// <param name="Series">Google's name of the series that it belongs to; its own when it is none.</param>
/// <param name="Body">insert and patch: the document.</param>
/// <param name="Etag">The version that was approved; null when there is none to compare.</param>
/// <param name="Puts">put: whole documents, the series first.</param>
/// <param name="To">move: the calendar where it goes.</param>
/// <param name="Undo">How to take it back; null when this is taking back.</param>
/// <param name="Tells">Google tells the guests.</param>
sealed record GoogleEventChange(
    string Verb, string Calendar, string Event, string Series, string? Uid, bool Tells, RestoreRemoteEventPayload? Undo, JsonObject? Body = null, string? Etag = null, IReadOnlyList<JsonObject>? Puts = null, string? To = null, int V = 1);
