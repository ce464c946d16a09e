namespace Batata.Api.Consul.Counterexamples;

/// <summary>Stands for a type of the Consul front: rules go by name, so it lends its namespace.</summary>
internal sealed class ConsulFront;
