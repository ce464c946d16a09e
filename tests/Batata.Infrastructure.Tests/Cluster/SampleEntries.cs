using System.Reflection;
using Batata.Application.Abstractions;
using Batata.Domain.Catalog;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Makes entries of any type out of what their constructors ask for, so that a new entry is tested without a line here.</summary>
internal static class SampleEntries
{
    public static IEnumerable<Type> Types => typeof(IReplicatedEntry).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IReplicatedEntry)));

    /// <summary>One with all that may be missing missing, and one filled entry for each choice of an abstract part.</summary>
    public static IEnumerable<IReplicatedEntry> Of(Type type)
    {
        yield return (IReplicatedEntry)new Filler(sparse: true, choice: 0).Make(type);
        var filler = new Filler(sparse: false, choice: 0);
        yield return (IReplicatedEntry)filler.Make(type);
        for (var choice = 1; choice < filler.Choices; choice++) yield return (IReplicatedEntry)new Filler(sparse: false, choice).Make(type);
    }

    private sealed class Filler(bool sparse, int choice)
    {
        private readonly NullabilityInfoContext _nullability = new();
        private int _next = 1;

        public int Choices { get; private set; } = 1;

        public object Make(Type type)
        {
            if (type.IsAbstract)
            {
                Type[] choices = [.. type.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(type)).OrderBy(t => t.Name)];
                Choices = Math.Max(Choices, choices.Length);
                type = choices[choice % choices.Length];
            }
            var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
            return constructor.Invoke([.. constructor.GetParameters().Select(ValueFor)]);
        }

        private object? ValueFor(ParameterInfo parameter) =>
            sparse && _nullability.Create(parameter).WriteState == NullabilityState.Nullable ? null : Value(parameter.ParameterType);

        private object Value(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string)) return sparse ? "" : $"väl {_next++} 🥔";
            if (type == typeof(int)) return sparse ? 0 : _next++;
            if (type == typeof(long)) return sparse ? 0L : long.MaxValue - _next++;
            if (type == typeof(ulong)) return sparse ? 0UL : ulong.MaxValue - (ulong)_next++;
            if (type == typeof(byte[])) return sparse ? Array.Empty<byte>() : new byte[] { 0, 255, (byte)_next++ };
            if (type == typeof(bool)) return !sparse;
            if (type == typeof(DateTimeOffset)) return DateTimeOffset.FromUnixTimeMilliseconds(sparse ? 0 : 1_700_000_000_001 + _next++);
            if (type == typeof(double)) return sparse ? 0d : _next++ + 0.1;
            if (type == typeof(float)) return sparse ? 0f : _next++ + 0.1f;
            if (type == typeof(IReadOnlyDictionary<string, string>)) return sparse ? new Dictionary<string, string>() : new Dictionary<string, string> { [Text()] = Text(), [""] = "" };
            if (type == typeof(IReadOnlyDictionary<string, ServiceAddress>))
                return sparse ? new Dictionary<string, ServiceAddress>() : new Dictionary<string, ServiceAddress> { [Text()] = (ServiceAddress)Make(typeof(ServiceAddress)) };
            if (type == typeof(Metadata)) return sparse ? Metadata.Empty : Metadata.Of((Text(), Text()), (Text(), null), ("", ""));
            if (type == typeof(ServiceSelector)) return sparse ? ServiceSelector.None : ServiceSelector.Of("label", "CONSUMER.label.a = PROVIDER.label.a").Value;
            if (type == typeof(Instance)) return MakeInstance();
            if (type.IsEnum) return type.GetEnumValues().GetValue(sparse ? 0 : type.GetEnumValues().Length - 1)!;
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(type.GetGenericArguments()[0]);
            return Make(type);
        }

        private string Text() => (string)Value(typeof(string));

        /// <summary>As the log holds them: persistent.</summary>
        private Instance MakeInstance() => new()
        {
            Ip = Text(),
            Port = (int)Value(typeof(int)),
            ClusterName = Text(),
            Weight = (double)Value(typeof(double)),
            Healthy = !sparse,
            Enabled = sparse,
            Ephemeral = false,
            Metadata = (Metadata)Value(typeof(Metadata)),
            IdKind = (InstanceIdKind)Value(typeof(InstanceIdKind)),
            GivenId = sparse ? null : Text(),
        };

        private Array List(Type item)
        {
            var list = Array.CreateInstance(item, sparse ? 0 : 3);
            for (var i = 0; i < list.Length; i++) list.SetValue(Value(item), i);
            return list;
        }
    }
}
