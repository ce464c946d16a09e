namespace Batata.Domain.Naming;

/// <summary>
/// What an operator set for an instance. It wins over what the client registers, also later: weight and enabled replace, metadata go on top.
/// Protocol source: Nacos <c>InstanceMetadata</c>, <c>ServiceStorage</c>.
/// </summary>
/// <param name="Weight">Null: the client's.</param>
/// <param name="Enabled">Null: the client's.</param>
public sealed record InstanceOverride(double? Weight, bool? Enabled, Metadata Metadata)
{
    public static InstanceOverride None { get; } = new(null, null, Metadata.Empty);

    public Instance ApplyTo(Instance instance) => instance with
    {
        Weight = Weight ?? instance.Weight,
        Enabled = Enabled ?? instance.Enabled,
        Metadata = instance.Metadata.With(Metadata),
    };

    /// <summary>What is null stays; metadata replace those of the override, not those of the client.</summary>
    public InstanceOverride Patch(double? weight, bool? enabled, Metadata? metadata) => new(weight ?? Weight, enabled ?? Enabled, metadata ?? Metadata);
}
