// One server for all protocols. What is answered depends on the last message alone; faults are those of aimock.
import { LLMock } from '@copilotkit/aimock';

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', journalMaxEntries: 2000 });
const usage = { prompt_tokens: 11, completion_tokens: 7, input_tokens: 11, output_tokens: 7 };
const chat = (userMessage, response, options = {}, more = {}) => mock.addFixture({ match: { userMessage, endpoint: 'chat', ...more }, response, ...options });

// What a planner answers: the first plan names a tool that is not there, and the one that was asked for again is right.
const plan = (summary, ...steps) => ({ content: JSON.stringify({ outcome: 'plan', summary, question: '', steps }), usage });
const search = { id: 's1', tool: 'mail.search', title: 'Find mail about wobbly numbers', arguments: { query: 'wobbly' } };
chat('This plan cannot run', plan('I will look for wobbly numbers.', search));
chat('wobble and tell', plan('I will look and tell.', { ...search, arguments: { query: 'launch' } }, { id: 's2', tool: 'mail.answer', title: 'Answer out of it', arguments: { question: 'When is the launch?', messages: { $ref: 's1.messages' } } }));
chat('The user asks', { content: '{"known":false,"answer":"","passages":[]}', usage });
chat('frobnicate', plan('I will do it.', { ...search, tool: 'mail.frobnicate' }));

chat('call the tool', { content: 'Two messages are from Anna.', usage }, {}, { hasToolResult: true });
chat('call the tool', { toolCalls: [{ id: 'call_1', name: 'search_mail', arguments: '{"query":"from:anna","limit":5}' }], usage });
chat('call two tools', { toolCalls: [{ id: 'call_1', name: 'search_mail', arguments: '{"query":"one"}' }, { id: 'call_2', name: 'search_mail', arguments: '{"query":"two"}' }], usage });
chat('as json', { content: '{"kind":"promotion","score":3}', usage });
chat('say much', { content: 'It goes on and on', finishReason: 'length', usage });
chat('schöne Grüße', { content: 'Schöne Grüße 🦊 zurück', usage });
chat('rate limited', { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 7 });
chat('out of credit', { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }, status: 429 });
chat('server error', { error: { message: 'boom: say hello', type: 'server_error' }, status: 500 });
chat('overloaded', { error: { message: 'overloaded', type: 'overloaded_error' }, status: 529 });
chat('bad key', { error: { message: 'Incorrect API key provided: sk-12345', type: 'authentication_error' }, status: 401 });
chat('no such model', { error: { message: 'model not found', type: 'not_found_error' }, status: 404 });
chat('too long', { error: { message: 'prompt is too long: maximum context length is 8192 tokens', type: 'invalid_request_error', code: 'context_length_exceeded' }, status: 400 });
chat('bad request', { error: { message: 'unknown parameter', type: 'invalid_request_error' }, status: 400 });
chat('a code in words', { error: { message: 'invalid value: "context_length_exceeded content_filter insufficient_quota"', type: 'invalid_request_error' }, status: 400 });
chat('cut stream', { content: 'one two three four five six seven eight nine ten', usage }, { chunkSize: 8, truncateAfterChunks: 4, latency: 40 });
chat('cut at once', { content: 'one two three', usage }, { chaos: { disconnectRate: 1 } });
chat('malformed', { content: 'one two three', usage }, { chaos: { malformedRate: 1 } });
chat('very slow', { content: 'at last', usage }, { chaos: { latencyMs: 30000 } });
chat('drips', { content: 'one two three four five six seven eight nine ten', usage }, { chunkSize: 4, latency: 400 });
chat('echo secrets', { content: 'Grüße! Your key is sk-secret-0123456789, the token ghp_0123456789abcdefABCDEF012345 and Bearer abcdefghijklmnop.qrstuvwxyz-12; that is all.', usage }, { chunkSize: 3 });
chat('say hello', { content: 'Hello there, how can I help?', usage }, { chunkSize: 5 });
mock.addFixture({ match: { endpoint: 'embedding', inputText: 'rate limited' }, response: { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 7 } });
mock.addFixture({ match: { endpoint: 'embedding' }, response: { embedding: [0.25, -0.5, 1] } });

await mock.start();
console.log(mock.url);
process.stdin.on('end', () => process.exit(0)).resume(); // whoever started it holds the other end
