namespace Steward.Host;

/// <summary>Steward cannot start, and this is the sentence that says why and what to do. Printed alone, without a stack trace.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
