using FsCheck;
using FsCheck.Fluent;

namespace Batata.Host.Tests.Settings;

/// <summary>Text made of the characters that mean something to a parser.</summary>
internal static class Noise
{
    public static Arbitrary<string> Of(string alphabet) => Gen.Elements<char>(alphabet).ArrayOf().Select(static letters => new string(letters)).ToArbitrary();
}
