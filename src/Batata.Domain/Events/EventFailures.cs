using Batata.Domain.Shared;

namespace Batata.Domain.Events;

/// <summary>Refusals of events, in Consul's words.</summary>
public static class EventFailures
{
    public const string InvalidCode = "event.invalid";

    public static Failure TagWithoutService { get; } = Invalid("Cannot provide tag filter without service filter");

    public static Failure Filter(string which, string problem) => Invalid($"Invalid {which} filter: {problem}");

    public static Failure TooLarge(int maxBytes) => Invalid($"error broadcasting event: user event exceeds configured limit of {maxBytes} bytes before encoding");

    public static Failure TooLargeEncoded(int maxBytes) => Invalid($"error broadcasting event: encoded user event exceeds configured limit of {maxBytes} bytes after encoding");

    private static Failure Invalid(string message) => new(FailureKind.Invalid, InvalidCode, message);
}
