using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Steward.Testing.Google;

/// <summary>Google's batch endpoint: multipart/mixed of application/http requests; at most 100; answers come in any order, so here they come in reverse.</summary>
static class GoogleBatchParts
{
    public static async Task AnswerAsync(HttpContext http, Func<string, string, Func<string, string?>, Task<GoogleAnswer>> call)
    {
        var type = Microsoft.Net.Http.Headers.MediaTypeHeaderValue.Parse(http.Request.ContentType);
        var reader = new MultipartReader(type.Boundary.Value!.Trim('"'), http.Request.Body);
        var answers = new List<string>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            using var text = new StreamReader(section.Body, Encoding.ASCII);
            var line = (await text.ReadLineAsync())!.Split(' ');
            var uri = new Uri(new Uri("http://batch/"), line[1]);
            var query = QueryHelpers.ParseQuery(uri.Query);
            var answer = await call(line[0], uri.AbsolutePath.TrimStart('/'), key => query.TryGetValue(key, out var value) ? value.ToString() : null);
            var body = answer.Status == 200 ? FieldMask.Apply(answer.Body, query.TryGetValue("fields", out var fields) ? fields.ToString() : null) : answer.Body;
            var id = section.Headers!["Content-ID"].ToString().Trim('<', '>');
            answers.Add($"Content-Type: application/http\r\nContent-ID: <response-{id}>\r\n\r\nHTTP/1.1 {answer.Status} X\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{body?.ToJsonString()}\r\n");
        }
        if (answers.Count > 100)
        {
            http.Response.StatusCode = 400;
            return;
        }
        answers.Reverse();
        http.Response.ContentType = "multipart/mixed; boundary=batch_answer";
        await http.Response.WriteAsync(string.Concat(answers.Select(answer => $"--batch_answer\r\n{answer}")) + "--batch_answer--\r\n");
    }
}
