using Batata.Application.Coordinates;
using Batata.Application.Events;
using Batata.Domain.Coordinates;
using Batata.Domain.Events;
using Google.Protobuf;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's events and coordinates, <c>proto/cluster/events.proto</c>.</summary>
internal static class EventEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<FireEventEntry, UserEvent>(
            Number.FireEvent,
            static (entry, record) => record.FireEvent = ToWire(entry),
            static record => ToEntry(record.FireEvent)),
        new EntryKind<UpdateCoordinatesEntry, int>(
            Number.UpdateCoordinates,
            static (entry, record) => record.UpdateCoordinates = new Wire.UpdateCoordinates { Places = { entry.Places.Select(ToWire) } },
            static record => new UpdateCoordinatesEntry([.. record.UpdateCoordinates.Places.Select(ToPlace)])),
    ];

    private static Wire.FireEvent ToWire(FireEventEntry entry) => new()
    {
        Id = entry.Id,
        Name = entry.Name,
        Payload = UnsafeByteOperations.UnsafeWrap(entry.Payload),
        NodeFilter = entry.Filters.Node,
        ServiceFilter = entry.Filters.Service,
        TagFilter = entry.Filters.Tag,
        Nodes = entry.Nodes is { } nodes ? new Wire.EventNodes { Names = { nodes } } : null,
    };

    private static FireEventEntry ToEntry(Wire.FireEvent message) => new(
        message.Id, message.Name, message.Payload.ToByteArray(), new EventFilters(message.NodeFilter, message.ServiceFilter, message.TagFilter),
        message.Nodes is null ? null : [.. message.Nodes.Names]);

    private static Wire.NodeCoordinate ToWire(NodeCoordinate place) => new()
    {
        Node = place.Node,
        Segment = place.Segment,
        Vec = { place.Coordinate.Vec },
        Error = place.Coordinate.Error,
        Adjustment = place.Coordinate.Adjustment,
        Height = place.Coordinate.Height,
    };

    private static NodeCoordinate ToPlace(Wire.NodeCoordinate message) => new(
        message.Node, message.Segment, new Coordinate([.. message.Vec], message.Error, message.Adjustment, message.Height));
}
