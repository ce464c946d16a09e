using System.Text.Json.Serialization;

namespace Batata.Api.Nacos.Http;

/// <summary>Generated writers of the plain types that stand inside the wrappers.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class BasicJson : JsonSerializerContext;
