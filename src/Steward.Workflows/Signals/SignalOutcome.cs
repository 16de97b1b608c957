namespace Steward.Workflows.Signals;

public enum SignalResult
{
    /// <summary>Stored, after everything that came earlier under the same name. The run gets it when it looks next.</summary>
    Accepted,
    /// <summary>A signal with this name and key is stored already; that one stays, and this one changes nothing.</summary>
    AlreadyReceived,
    /// <summary>The run is over, or is being cancelled: nothing was stored.</summary>
    RunOver,
    /// <summary>There is no such run.</summary>
    NotFound,
}
