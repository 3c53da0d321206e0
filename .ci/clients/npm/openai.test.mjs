// OpenAI's client for Node, with nothing changed but its base URL: a claim is a test.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import OpenAI from "openai";

const { PROXY, UPSTREAM, CLIENTS_KEY, UPSTREAM_KEY } = process.env;
const SOON = 20_000; // within these milliseconds a thing must have happened
const TWO_CALLS = [
  ["call_1", "get_weather", '{"city": "Köln"}'],
  ["call_2", "get_time", "{}"],
];
const tools = ["get_weather", "get_time"].map((name) => ({
  type: "function",
  function: { name, parameters: { type: "object", properties: {} } },
}));

process.on("warning", (warning) => {
  throw warning;
});

const client = (address, apiKey, settings = {}) =>
  new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0, timeout: SOON, ...settings });
const proxied = client(PROXY, CLIENTS_KEY);
const direct = client(UPSTREAM, UPSTREAM_KEY);

const asking = (content, model, fields = {}) => ({ model, messages: [{ role: "user", content }], ...fields });
const answers = (file) => readFileSync(new URL(`../answers/${file}`, import.meta.url), "utf8");
const plainOf = (model) => JSON.parse(answers(`${model}.json`));
/** What the upstream's events hold; the last one is the usage. */
const chunksOf = (model) =>
  answers(`${model}.sse`)
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice("data: ".length)));

async function control(path, method = "GET") {
  const answer = await fetch(`${UPSTREAM}/${path}`, { method, signal: AbortSignal.timeout(SOON) });
  return answer.json();
}
const callsOf = async (question) => (await control(`seen/${encodeURIComponent(question)}`)).calls;
const openGate = (question) => control(`gate/${encodeURIComponent(question)}`, "POST");
const callerLeft = async (question) => (await control(`left/${encodeURIComponent(question)}`)).left;

/** The request as a plain object: a client adds what JSON does not show. */
const shown = (value) => JSON.parse(JSON.stringify(value));
const all = async (stream) => (await Array.fromAsync(stream)).map(shown);

async function errorOf(call, kind) {
  const error = await call.then(
    () => assert.fail("no error came"),
    (thrown) => thrown,
  );
  assert.equal(error.constructor, kind, error.stack);
  return error;
}

/** A claim; its name is the question that makes its calls its own. */
function claim(name, run) {
  test(name, { timeout: 60_000 }, () => {
    const question = `npm: ${name}`;
    return run((on, model, fields) => on.chat.completions.create(asking(question, model, fields)), question);
  });
}

claim("a plain answer is the upstream's, and then a HIT", async (ask, question) => {
  for (let i = 0; i < 2; i++) assert.deepEqual(shown(await ask(proxied, "fake-text")), plainOf("fake-text"));
  assert.equal(await callsOf(question), 1);
});

claim("a stream has the upstream's chunks, and no usage unasked", async (ask) => {
  assert.deepEqual(await all(await ask(proxied, "fake-text", { stream: true })), chunksOf("fake-text").slice(0, -1));
});

claim("a stream has its usage if asked for, and then is a HIT", async (ask, question) => {
  for (let i = 0; i < 2; i++) {
    const stream = await ask(proxied, "fake-text", { stream: true, stream_options: { include_usage: true } });
    assert.deepEqual(await all(stream), chunksOf("fake-text"));
  }
  assert.equal(await callsOf(question), 1);
});

claim("a plain answer is replayed as a stream", async (ask, question) => {
  await ask(proxied, "fake-text");
  const chunks = await all(await ask(proxied, "fake-text", { stream: true }));
  const text = chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join("");
  assert.equal(text, plainOf("fake-text").choices[0].message.content);
  assert.equal(await callsOf(question), 1);
});

claim("a stream is read as it comes", async (ask, question) => {
  const seen = [];
  for await (const chunk of await ask(proxied, "fake-held", { stream: true })) {
    seen.push(shown(chunk));
    if (seen.length === 2) await openGate(question);
  }
  assert.deepEqual(seen, chunksOf("fake-text").slice(0, -1));
});

claim("tools are called, plain, and again as a HIT", async (ask, question) => {
  for (let i = 0; i < 2; i++) assert.deepEqual(shown(await ask(proxied, "fake-tools", { tools })), plainOf("fake-tools"));
  assert.equal(await callsOf(question), 1);
});

claim("tools are called, streamed, and again as a HIT", async (_, question) => {
  for (let i = 0; i < 2; i++) {
    const runner = proxied.chat.completions.stream(asking(question, "fake-tools", { tools }));
    const { message, finish_reason } = (await runner.finalChatCompletion()).choices[0];
    assert.equal(finish_reason, "tool_calls");
    assert.deepEqual(
      message.tool_calls.map((call) => [call.id, call.function.name, call.function.arguments]),
      TWO_CALLS,
    );
  }
  assert.equal(await callsOf(question), 1);
});

const KINDS = {
  400: OpenAI.BadRequestError,
  404: OpenAI.NotFoundError,
  409: OpenAI.ConflictError,
  422: OpenAI.UnprocessableEntityError,
  429: OpenAI.RateLimitError,
  500: OpenAI.InternalServerError,
  503: OpenAI.InternalServerError,
};

claim("an upstream's error is the same as without a proxy", async (ask, question) => {
  for (const [status, kind] of Object.entries(KINDS)) {
    for (const stream of [false, true]) {
      const [one, other] = await Promise.all(
        [direct, proxied].map((on) => errorOf(ask(on, `fake-error-${status}`, { stream }), kind)),
      );
      for (const what of ["status", "message", "error", "type", "code", "param"]) {
        assert.deepEqual(other[what], one[what], `${what} of ${status}`);
      }
      assert.equal(other.headers.get("retry-after"), one.headers.get("retry-after"));
      assert.ok(other.requestID);
    }
  }
  assert.equal(await callsOf(question), 4 * Object.keys(KINDS).length);
});

claim("what is retried is the same as without a proxy", async (ask, question) => {
  for (const [status, calls] of Object.entries({ 400: 1, 404: 1, 422: 1, 429: 3, 500: 3 })) {
    for (const [address, key] of [[UPSTREAM, UPSTREAM_KEY], [PROXY, CLIENTS_KEY]]) {
      const before = await callsOf(question);
      const patient = client(address, key, { maxRetries: undefined });
      await errorOf(ask(patient, `fake-error-${status}`), KINDS[status]);
      assert.equal((await callsOf(question)) - before, calls, `${address}: ${status}`);
    }
  }
});

claim("an unknown model is a NotFoundError", async (ask) => {
  const { code, param, type } = await errorOf(ask(proxied, "no-such-model"), OpenAI.NotFoundError);
  assert.deepEqual([code, param, type], ["model_not_found", "model", "invalid_request_error"]);
});

claim("a bad request is a BadRequestError", async (ask, question) => {
  const { type, param } = await errorOf(ask(proxied, ""), OpenAI.BadRequestError);
  assert.deepEqual([type, param], ["invalid_request_error", "model"]);
  assert.equal(await callsOf(question), 0);
});

claim("a wrong key is an AuthenticationError", async (ask, question) => {
  const error = await errorOf(ask(client(PROXY, "sk-wrong"), "fake-text"), OpenAI.AuthenticationError);
  assert.equal(error.code, "invalid_api_key");
  assert.ok(!error.message.includes("sk-wrong"));
  assert.equal(await callsOf(question), 0);
});

claim("a refusal of qlite's own key is no AuthenticationError, and tells no key", async (ask) => {
  for (const stream of [false, true]) {
    const error = await errorOf(ask(proxied, "fake-error-401", { stream }), OpenAI.InternalServerError);
    assert.deepEqual([error.status, error.code], [502, "upstream_credential"]);
    assert.ok(!JSON.stringify([error.message, error.error, [...error.headers]]).includes(UPSTREAM_KEY));
  }
});

claim("an upstream that is down, or talks garbage, is a 502", async (ask) => {
  for (const model of ["gone-model", "fake-garbage"]) {
    for (const stream of [false, true]) {
      const error = await errorOf(ask(proxied, model, { stream }), OpenAI.InternalServerError);
      assert.deepEqual([error.status, error.code], [502, "upstream_unavailable"]);
    }
  }
});

claim("an upstream that is too slow is a 504", async (ask, question) => {
  const error = await errorOf(ask(proxied, "fake-slow"), OpenAI.InternalServerError);
  assert.deepEqual([error.status, error.code], [504, "upstream_timeout"]);
  assert.equal(await callerLeft(question), 1);
});

claim("a client without patience gets its own time-out", async (ask) => {
  for (const on of [direct, proxied]) {
    await errorOf(ask(on.withOptions({ timeout: 500 }), "fake-slow"), OpenAI.APIConnectionTimeoutError);
  }
});

for (const model of ["fake-breaks", "fake-error-event"]) {
  claim(`a stream that breaks is an error, and no end: ${model}`, async (ask, question) => {
    const seen = [];
    const reading = (async () => {
      for await (const chunk of await ask(proxied, model, { stream: true })) {
        seen.push(shown(chunk));
        if (seen.length === 2) await openGate(question);
      }
    })();
    const error = await errorOf(reading, OpenAI.APIError);
    assert.ok(error.error.message);
    assert.deepEqual(seen, chunksOf("fake-text").slice(0, 2));
  });
}

claim("a stream that is left is closed upstream", async (ask, question) => {
  for await (const _ of await ask(proxied, "fake-held", { stream: true })) break;
  assert.equal(await callerLeft(question), 1);
});

claim("models are listed, and one is told", async () => {
  const names = (await all(await proxied.models.list())).map((model) => model.id);
  assert.ok(names.includes("fake-text") && names.includes("fake-tools"), names.join());
  for (const name of ["fake-text", "up/fake-text"]) assert.equal((await proxied.models.retrieve(name)).id, name);
  await errorOf(proxied.models.retrieve("no-such-model"), OpenAI.NotFoundError);
});
