using System.Text;

namespace Batata.Domain.Identity;

/// <summary>What BCrypt can tell apart: it reads 72 bytes and no more, so longer passwords are refused when they are set and when they are tried (CVE-2025-22228).</summary>
public static class PasswordRules
{
    public const int MaxBytes = 72;

    public static bool IsTooLong(string password) => password.Length > MaxBytes || Encoding.UTF8.GetByteCount(password) > MaxBytes;
}
