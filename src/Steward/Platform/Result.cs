namespace Steward.Platform;

/// <summary>The kinds of expected refusal. Bugs are exceptions and never become one of these.</summary>
public enum ErrorKind
{
    /// <summary>No such thing, or not this person's: the two are indistinguishable on purpose.</summary>
    NotFound,
    /// <summary>The thing changed, or somebody was first.</summary>
    Conflict,
    /// <summary>Understood and valid, but policy says no.</summary>
    Refused,
    /// <summary>The input is wrong; <see cref="Error.Field"/> says where.</summary>
    Invalid,
    /// <summary>Something that this needs is not there now; trying later may work.</summary>
    Unavailable,
}

/// <summary>An expected refusal, in words for a person.</summary>
/// <param name="Kind">What sort of refusal; decides the HTTP status.</param>
/// <param name="Code">Stable machine-readable name, snake_case: part of the API.</param>
/// <param name="Detail">One sentence that says what is wrong and what to do. Never holds a secret or a mail body.</param>
/// <param name="Field">The input field at fault, in the API's spelling, when there is one.</param>
public sealed record Error(ErrorKind Kind, string Code, string Detail, string? Field = null)
{
    public static Error NotFound(string what) => new(ErrorKind.NotFound, "not_found", $"There is no such {what}.");
    public static Error Conflict(string code, string detail) => new(ErrorKind.Conflict, code, detail);
    public static Error Refused(string code, string detail) => new(ErrorKind.Refused, code, detail);
    public static Error Invalid(string field, string detail) => new(ErrorKind.Invalid, "invalid", detail, field);
    public static Error Unavailable(string code, string detail) => new(ErrorKind.Unavailable, code, detail);
}

/// <summary>A value or an expected refusal; exactly one of them.</summary>
public readonly record struct Result<T>
{
    readonly T? value;

    Result(T? value, Error? error)
    {
        this.value = value;
        Error = error;
    }

    public Error? Error { get; }

    public bool Ok => Error is null;

    /// <exception cref="InvalidOperationException">There is no value, because this is a refusal.</exception>
    public T Value => Error is null ? value! : throw new InvalidOperationException($"No value: {Error.Code}: {Error.Detail}");

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);

    public TOut Match<TOut>(Func<T, TOut> ok, Func<Error, TOut> refused) => Error is null ? ok(value!) : refused(Error);
}
