using Batata.Domain.Sessions;

namespace Batata.Application.Sessions;

/// <param name="Made">Null: it ended.</param>
public sealed record SessionChanged(string Id, Session? Made);
