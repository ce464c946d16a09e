using Batata.Domain.Configs;

namespace Batata.Architecture.Tests.Counterexamples.Sessions;

/// <summary>A session that reaches into the configs' storage.</summary>
internal sealed class UsesConfigRepository
{
    public IConfigRepository? Configs { get; set; }
}
