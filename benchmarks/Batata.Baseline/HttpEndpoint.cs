using System.Text;

namespace Batata.Baseline;

/// <summary>Answers GET with 1 KiB or what was PUT last, POST with <c>true</c>, and holds long polls until the next POST.</summary>
internal sealed class HttpEndpoint
{
    private byte[] _content = Encoding.ASCII.GetBytes(new string('x', 1024));

    private TaskCompletionSource _change = NewChange();

    public Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method)) return WriteAsync(context.Response, _content);
        if (HttpMethods.IsPut(context.Request.Method)) return TakeContentAsync(context);
        return context.Request.Path.Value!.EndsWith("/listener", StringComparison.Ordinal) ? HoldAsync(context) : PublishAsync(context);
    }

    private async Task TakeContentAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        _content = content.ToArray();
        await WriteAsync(context.Response, "true"u8.ToArray());
    }

    private async Task PublishAsync(HttpContext context)
    {
        await DrainAsync(context.Request);
        Interlocked.Exchange(ref _change, NewChange()).SetResult();
        await WriteAsync(context.Response, "true"u8.ToArray());
    }

    private async Task HoldAsync(HttpContext context)
    {
        var change = Volatile.Read(ref _change).Task;
        await DrainAsync(context.Request);
        await change.WaitAsync(TimeSpan.FromSeconds(29.5), context.RequestAborted);
        await WriteAsync(context.Response, "hot%02g%01\n"u8.ToArray());
    }

    private static async Task DrainAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static Task WriteAsync(HttpResponse response, byte[] body)
    {
        response.ContentType = "text/plain;charset=UTF-8";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
