using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Batata.Application.Identity;

/// <summary>
/// Slows down who guesses passwords: a user may fail so often from one address, then only as fast as the allowance comes back. By user and address together, so
/// that nobody can lock another one out, nor everybody behind the same address; and by address alone ten times as often, for who tries many names.
/// Nacos has none.
/// </summary>
internal sealed class LoginBrake(IOptions<IdentityOptions> options, TimeProvider time)
{
    private const int MaxTracked = 100_000;
    private const int AddressFactor = 10;

    private readonly ConcurrentDictionary<(string User, string Address), Allowance> _failures = new();

    private int Max => options.Value.MaxFailedLogins;

    public bool Holds(string user, string address) =>
        Max > 0 && (IsSpent((user, address), Max) || IsSpent(("", address), Max * AddressFactor));

    public void Failed(string user, string address)
    {
        if (Max == 0) return;
        if (_failures.Count >= MaxTracked) Sweep();
        Spend((user, address));
        Spend(("", address));
    }

    public void Succeeded(string user, string address) => _failures.TryRemove((user, address), out _);

    private bool IsSpent((string User, string Address) who, int max) => _failures.TryGetValue(who, out var failures) && Left(failures, max) > max - 1;

    private void Spend((string User, string Address) who)
    {
        var max = who.User.Length == 0 ? Max * AddressFactor : Max;
        _failures.AddOrUpdate(
            who,
            static (_, x) => new Allowance(1, x.Now),
            static (_, before, x) => new Allowance(x.Brake.Left(before, x.Max) + 1, x.Now),
            (Brake: this, Max: max, Now: time.GetTimestamp()));
    }

    /// <summary>Failures that still count: they are forgotten evenly.</summary>
    private double Left(Allowance failures, int max) => Math.Max(0, failures.Count - time.GetElapsedTime(failures.At).TotalSeconds * max / options.Value.BrakeSeconds);

    private void Sweep()
    {
        foreach (var (who, failures) in _failures)
        {
            if (Left(failures, who.User.Length == 0 ? Max * AddressFactor : Max) == 0) _failures.TryRemove(who, out _);
        }
        if (_failures.Count >= MaxTracked) _failures.Clear(); // a hundred thousand names in a minute: the addresses start anew with them
    }

    private readonly record struct Allowance(double Count, long At);
}
