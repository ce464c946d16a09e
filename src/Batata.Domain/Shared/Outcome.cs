using System.Diagnostics.CodeAnalysis;

namespace Batata.Domain.Shared;

/// <summary>Lets generic code (pipeline behaviours, the log) build a refused outcome without knowing its value type.</summary>
public interface IOutcome<TSelf>
    where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Refused(Failure failure);

    /// <summary>Null when it is a success.</summary>
    Failure? Failure { get; }
}

/// <summary>Either a value or the <see cref="Failure"/> that explains why there is none.</summary>
public readonly record struct Outcome<T> : IOutcome<Outcome<T>>
{
    private readonly T? _value;

    private Outcome(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    /// <summary>Null when <see cref="Ok"/>.</summary>
    public Failure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Ok => Failure is null;

    /// <exception cref="InvalidOperationException">The outcome is a failure.</exception>
    public T Value => Failure is null ? _value! : throw new InvalidOperationException($"No value: {Failure.Code}.");

    public static Outcome<T> Of(T value) => new(value, null);

    public static Outcome<T> Refused(Failure failure) => new(default, failure);

    public Outcome<TNext> Map<TNext>(Func<T, TNext> next) => Failure is null ? Outcome<TNext>.Of(next(_value!)) : Outcome<TNext>.Refused(Failure);

    public static implicit operator Outcome<T>(T value) => Of(value);

    public static implicit operator Outcome<T>(Failure failure) => Refused(failure);
}

/// <summary>The value of an operation that has nothing to tell but that it happened.</summary>
public readonly record struct Done;
