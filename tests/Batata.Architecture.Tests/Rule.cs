using System.Reflection;
using NetArchTest.Rules;

namespace Batata.Architecture.Tests;

/// <summary>One arrow of the design: what it forbids, where it holds, and how a type that breaks it is found.</summary>
/// <param name="Holds">Assemblies that must keep it.</param>
/// <param name="Offenders">Names of the types among the given ones that break it.</param>
/// <param name="Counterexample">A type written to break it: proof that the rule can fail.</param>
public sealed record Rule(string Name, IReadOnlyList<Assembly> Holds, Func<Types, IEnumerable<string>> Offenders, Type Counterexample)
{
    public override string ToString() => Name;

    /// <summary>No type may use one of these namespaces or types, in a signature or in a body.</summary>
    public static Rule NoUse(string name, IReadOnlyList<Assembly> holds, Type counterexample, params string[] forbidden) =>
        new(name, holds, types => NamesOf(types.That().HaveDependencyOnAny(forbidden).GetTypes()), counterexample);

    internal static IEnumerable<string> NamesOf(IEnumerable<Type> types) => types.Select(static t => t.FullName!);
}
