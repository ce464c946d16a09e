using System.Security.Cryptography;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Application.Identity;

/// <summary>What is settled about an account before it is proposed.</summary>
internal static class AccountRules
{
    public static Failure? PasswordProblem(string password)
    {
        if (string.IsNullOrWhiteSpace(password)) return IdentityFailures.Illegal("password is blank");
        return PasswordRules.IsTooLong(password) ? IdentityFailures.PasswordTooLong : null;
    }

    public static TokenGeneration NewGeneration(bool isFirst, string? kept = null) => new(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))), isFirst, kept);
}
