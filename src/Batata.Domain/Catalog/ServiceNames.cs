namespace Batata.Domain.Catalog;

/// <summary>Names by which an instance is found.</summary>
/// <param name="Name">Of its service.</param>
/// <param name="ConnectName">Of the service that it answers for within the mesh; empty for none.</param>
public sealed record ServiceNames(string Name, string ConnectName);
