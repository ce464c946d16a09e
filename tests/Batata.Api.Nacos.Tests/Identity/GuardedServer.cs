using System.Net.Http.Json;
using System.Text.Json;
using Batata.Api.Nacos.Tests.Http;
using Batata.Application.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>A server with authorization on and its administrator.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    public const string Password = "first-password";

    private GuardedServer(NacosHttpServer server) => Server = server;

    public NacosHttpServer Server { get; }

    /// <summary>Of the administrator.</summary>
    public string Token { get; private set; } = "";

    public static async Task<GuardedServer> StartAsync(IdentityOptions? identity = null, Action<NacosOptions>? nacos = null, Action<IServiceCollection>? replace = null)
    {
        identity ??= new IdentityOptions();
        identity.TokenKey ??= Convert.ToBase64String(new byte[64]);
        var guarded = new GuardedServer(await NacosHttpServer.StartAsync(nacos, replace, identity));
        await guarded.PostAsync("/v3/auth/user/admin", null, ("password", Password));
        guarded.Token = await guarded.LoginAsync("nacos", Password);
        return guarded;
    }

    /// <summary>Makes a user with a role of its own that has these permissions.</summary>
    /// <returns>Its token.</returns>
    public async Task<string> AddUserAsync(string name, params (string Resource, string Action)[] permissions)
    {
        await PostAsync("/v3/auth/user", Token, ("username", name), ("password", Password));
        await PostAsync("/v3/auth/role", Token, ("username", name), ("role", name + "-role"));
        foreach (var (resource, action) in permissions) await PostAsync("/v3/auth/permission", Token, ("role", name + "-role"), ("resource", resource), ("action", action));
        return await LoginAsync(name, Password);
    }

    public async Task<string> LoginAsync(string name, string password)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v3/auth/user/login", null, ("username", name), ("password", password));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("accessToken").GetString()!;
    }

    /// <summary>A call that must succeed.</summary>
    public async Task PostAsync(string path, string? token, params (string Name, string Value)[] form)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, token, form);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode && body.GetProperty("code").GetInt32() == 0, $"{path}: {body}");
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, "/nacos" + path);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (form.Length > 0) request.Content = new FormUrlEncodedContent(form.Select(static f => KeyValuePair.Create(f.Name, f.Value)));
        return await Server.Client.SendAsync(request);
    }

    public async Task<int> StatusAsync(HttpMethod method, string path, string? token, params (string Name, string Value)[] form)
    {
        using var answer = await SendAsync(method, path, token, form);
        return (int)answer.StatusCode;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
