using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>Knows nobody.</summary>
internal sealed class NoAuthorizer : IAuthorizer
{
    public Caller? FindKnown(ReadOnlySpan<char> token) => null;

    public ValueTask<Outcome<Caller>> IdentifyAsync(Credentials credentials, CancellationToken cancellationToken) => new(IdentityFailures.Unknown);
}
