using Steward.Providers.ModelHttp;

namespace Steward.Providers.Tests.LanguageModels;

/// <summary>Errors as providers really write them.</summary>
public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData("""{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")] // OpenAI
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""")] // Anthropic
    [InlineData("""{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""")] // Anthropic
    [InlineData("""{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}""")] // vLLM
    public void Too_long_is_told_by_its_code_or_by_the_providers_own_sentence(string body) => Assert.True(ErrorBody.Read(body).TooLong);

    [Theory]
    [InlineData("""{"error":{"message":"Unknown parameter: 'context_length_exceeded'.","type":"invalid_request_error","code":"unknown_parameter"}}""")]
    [InlineData("""{"error":{"message":"Bad value","code":"invalid_value","param":"my mail says: prompt is too long, maximum context length is 3"}}""")]
    [InlineData("""{"messages":[{"content":"context_length_exceeded content_filter insufficient_quota"}]}""")]
    [InlineData("context_length_exceeded")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"error":null}""")]
    public void What_a_body_repeats_is_no_code(string body)
    {
        var error = ErrorBody.Read(body);
        Assert.False(error.TooLong || error.Filtered || error.OutOfCredit);
    }

    [Fact]
    public void Credit_and_filter_are_told_by_their_codes()
    {
        Assert.True(ErrorBody.Read("""{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}""").OutOfCredit);
        Assert.True(ErrorBody.Read("""[{"error":{"code":"content_filter","message":"m"}}]""").Filtered); // Gemini answers with a list
    }
}
