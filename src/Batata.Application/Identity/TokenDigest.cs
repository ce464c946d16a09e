using System.Security.Cryptography;
using System.Text;

namespace Batata.Application.Identity;

/// <summary>What is stored of a token: enough to know it again, and no use to whoever reads it.</summary>
internal static class TokenDigest
{
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
