namespace Steward.LanguageModels;

/// <summary>Why a provider did not answer, whatever its own way of saying so.</summary>
public enum ModelFailure
{
    /// <summary>The key is missing, wrong, or may not use this model.</summary>
    Unauthorised,
    /// <summary>Too many calls, or the provider's own quota is used up.</summary>
    RateLimited,
    /// <summary>No connection, or the provider failed inside (5xx), or the answer broke off.</summary>
    Unavailable,
    TimedOut,
    /// <summary>The provider does not have this model.</summary>
    NoSuchModel,
    /// <summary>More than the model's context holds.</summary>
    TooLong,
    /// <summary>The provider refuses the request as it is.</summary>
    BadRequest,
    /// <summary>What came back cannot be read, or is not the JSON that was asked for.</summary>
    BadAnswer,
    /// <summary>The provider's content filter stopped it.</summary>
    Filtered,
}

/// <summary>The one exception that providers throw. The message is for a person and holds no secret and no content of the call.</summary>
public sealed class ModelException(ModelFailure failure, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public ModelFailure Failure { get; } = failure;

    /// <summary>The provider's own wish, where it told one (RFC 9110 § 10.2.3).</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The provider may have worked, and charged, although no answer arrived.</summary>
    public bool MayHaveCost => Failure is ModelFailure.TimedOut or ModelFailure.BadAnswer || BrokeOff;

    /// <summary>The connection ended in the middle of the answer.</summary>
    public bool BrokeOff { get; init; }
}
