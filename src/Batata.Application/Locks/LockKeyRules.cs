using Batata.Domain.Locks;
using FluentValidation;

namespace Batata.Application.Locks;

internal static class LockKeyRules
{
    /// <summary>Nacos knows no limit; a key is stored until its lock is given back.</summary>
    private const int MaxLength = 1_024;

    public static void LockKeyIsLegal<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .Must(static key => !string.IsNullOrEmpty(key)).WithErrorCode(LockFailures.KeyCode).WithMessage("the key of the lock is missing")
        .Must(static key => key.Length <= MaxLength).WithErrorCode(LockFailures.KeyCode).WithMessage($"the key of the lock is too long, over {MaxLength}");
}
