"""OpenAI's client for Python, sync and async, with nothing changed but its base URL: a claim is a test."""

import gc
import json
import os
import pathlib
import sys
import unittest
import urllib.parse
import urllib.request

import openai

PROXY, UPSTREAM = os.environ["PROXY"], os.environ["UPSTREAM"]
KEY, UPSTREAM_KEY = os.environ["CLIENTS_KEY"], os.environ["UPSTREAM_KEY"]
ANSWERS = pathlib.Path(__file__).parent.parent / "answers"
TOOLS = [{"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": {}}}}
         for name in ("get_weather", "get_time")]
SOON = 20  # within these seconds a thing must have happened

unraisable = []
sys.unraisablehook = unraisable.append  # a warning in a destructor is an error too


def tearDownModule():
    gc.collect()
    if unraisable:
        raise AssertionError(f"left behind: {[str(each.exc_value) for each in unraisable]}")


def control(path, method="GET"):
    request = urllib.request.Request(f"{UPSTREAM}/{urllib.parse.quote(path)}", method=method)
    with urllib.request.urlopen(request, timeout=SOON) as answer:
        return json.load(answer)


def document(model):
    return json.loads((ANSWERS / f"{model}.json").read_text())


def chunks(model):
    """What the upstream's events hold; the last one is the usage."""
    lines = (ANSWERS / f"{model}.sse").read_text().splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: {")]


def dumped(model):
    return model.model_dump(exclude_unset=True)


def calls_put_together(stream):
    calls = {}
    for chunk in stream:
        for delta in chunk.choices[0].delta.tool_calls or []:
            call = calls.setdefault(delta.index, {"id": "", "name": "", "arguments": ""})
            call["id"] += delta.id or ""
            call["name"] += delta.function.name or ""
            call["arguments"] += delta.function.arguments or ""
    return [tuple(call.values()) for call in calls.values()]


TWO_CALLS = [("call_1", "get_weather", '{"city": "Köln"}'), ("call_2", "get_time", "{}")]


class Claims(unittest.TestCase):
    def setUp(self):
        self.question = "python: " + self.id().rpartition(".")[2]
        self.proxied = self.client(PROXY, KEY)
        self.direct = self.client(UPSTREAM, UPSTREAM_KEY)

    def client(self, address, key, **settings):
        client = openai.OpenAI(base_url=f"{address}/v1", api_key=key, **{"max_retries": 0, "timeout": SOON, **settings})
        self.addCleanup(client.close)
        return client

    def ask(self, client, model, **fields):
        question = {"role": "user", "content": self.question}
        return client.chat.completions.create(model=model, messages=[question], **fields)

    def error(self, client, model, kind, **fields):
        with self.assertRaises(kind) as raised:
            self.ask(client, model, **fields)
        self.assertIs(type(raised.exception), kind)
        return raised.exception

    def assert_calls(self, calls):
        self.assertEqual(control(f"seen/{self.question}")["calls"], calls)

    def assert_the_upstream_sees_the_caller_leave(self):
        self.assertEqual(control(f"left/{self.question}")["left"], 1)

    def test_a_plain_answer_is_the_upstreams_and_then_a_hit(self):
        first = self.ask(self.proxied, "fake-text")
        again = self.ask(self.proxied, "fake-text")
        self.assertEqual(dumped(first), document("fake-text"))
        self.assertEqual(dumped(again), document("fake-text"))
        self.assert_calls(1)

    def test_a_stream_has_the_upstreams_chunks_and_no_usage_unasked(self):
        with self.ask(self.proxied, "fake-text", stream=True) as stream:
            self.assertEqual([dumped(chunk) for chunk in stream], chunks("fake-text")[:-1])

    def test_a_stream_has_its_usage_if_asked_for_and_then_is_a_hit(self):
        for _ in range(2):
            with self.ask(self.proxied, "fake-text", stream=True, stream_options={"include_usage": True}) as stream:
                self.assertEqual([dumped(chunk) for chunk in stream], chunks("fake-text"))
        self.assert_calls(1)

    def test_a_plain_answer_is_replayed_as_a_stream(self):
        self.ask(self.proxied, "fake-text")
        with self.ask(self.proxied, "fake-text", stream=True) as stream:
            text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
        self.assertEqual(text, document("fake-text")["choices"][0]["message"]["content"])
        self.assert_calls(1)

    def test_a_stream_is_read_as_it_comes(self):
        with self.ask(self.proxied, "fake-held", stream=True) as stream:
            seen = [dumped(next(stream)), dumped(next(stream))]
            control(f"gate/{self.question}", "POST")
            seen += map(dumped, stream)
        self.assertEqual(seen, chunks("fake-text")[:-1])

    def test_tools_are_called_plain_and_again_as_a_hit(self):
        for _ in range(2):
            answer = self.ask(self.proxied, "fake-tools", tools=TOOLS)
            self.assertEqual(dumped(answer), document("fake-tools"))
        self.assert_calls(1)

    def test_tools_are_called_streamed_and_again_as_a_hit(self):
        for _ in range(2):
            with self.ask(self.proxied, "fake-tools", tools=TOOLS, stream=True) as stream:
                self.assertEqual(calls_put_together(stream), TWO_CALLS)
        self.assert_calls(1)

    def test_the_clients_own_stream_helper_puts_it_together(self):
        question = {"role": "user", "content": self.question}
        with self.proxied.chat.completions.stream(model="fake-tools", messages=[question]) as stream:
            message = stream.get_final_completion().choices[0].message
        self.assertEqual([(call.id, call.function.name, call.function.arguments) for call in message.tool_calls], TWO_CALLS)

    def test_an_upstreams_error_is_the_same_as_without_a_proxy(self):
        kinds = {400: openai.BadRequestError, 404: openai.NotFoundError, 409: openai.ConflictError,
                 422: openai.UnprocessableEntityError, 429: openai.RateLimitError, 500: openai.InternalServerError,
                 503: openai.InternalServerError}
        for status, kind in kinds.items():
            for stream in (False, True):
                with self.subTest(status=status, stream=stream):
                    one, other = (self.error(client, f"fake-error-{status}", kind, stream=stream)
                                  for client in (self.direct, self.proxied))
                    for what in ("status_code", "message", "body", "type", "code", "param"):
                        self.assertEqual(getattr(other, what), getattr(one, what))
                    self.assertEqual(other.response.headers.get("retry-after"), one.response.headers.get("retry-after"))
                    self.assertIsNotNone(other.request_id)
        self.assert_calls(4 * len(kinds))

    def test_what_is_retried_is_the_same_as_without_a_proxy(self):
        for status, calls in ((400, 1), (404, 1), (422, 1), (429, 3), (500, 3)):
            seen = []
            for address, key in ((UPSTREAM, UPSTREAM_KEY), (PROXY, KEY)):
                before = control(f"seen/{self.question}")["calls"]
                with self.assertRaises(openai.APIStatusError):
                    self.ask(self.client(address, key, max_retries=openai.DEFAULT_MAX_RETRIES), f"fake-error-{status}")
                seen.append(control(f"seen/{self.question}")["calls"] - before)
            self.assertEqual(seen, [calls, calls], status)

    def test_an_unknown_model_is_a_not_found(self):
        error = self.error(self.proxied, "no-such-model", openai.NotFoundError)
        self.assertEqual((error.code, error.param, error.type), ("model_not_found", "model", "invalid_request_error"))

    def test_a_bad_request_is_a_bad_request(self):
        error = self.error(self.proxied, "", openai.BadRequestError)
        self.assertEqual((error.type, error.param), ("invalid_request_error", "model"))
        self.assert_calls(0)

    def test_a_wrong_key_is_an_authentication_error(self):
        error = self.error(self.client(PROXY, "sk-wrong"), "fake-text", openai.AuthenticationError)
        self.assertEqual(error.code, "invalid_api_key")
        self.assertNotIn("sk-wrong", str(error))
        self.assert_calls(0)

    def test_a_refusal_of_qlites_own_key_is_no_authentication_error_and_tells_no_key(self):
        for stream in (False, True):
            error = self.error(self.proxied, "fake-error-401", openai.InternalServerError, stream=stream)
            self.assertEqual((error.status_code, error.code), (502, "upstream_credential"))
            self.assertNotIn(UPSTREAM_KEY, error.response.text + repr(error))

    def test_an_upstream_that_is_down_or_talks_garbage_is_a_502(self):
        for model in ("gone-model", "fake-garbage"):
            for stream in (False, True):
                error = self.error(self.proxied, model, openai.InternalServerError, stream=stream)
                self.assertEqual((error.status_code, error.code), (502, "upstream_unavailable"))

    def test_an_upstream_that_is_too_slow_is_a_504(self):
        error = self.error(self.proxied, "fake-slow", openai.InternalServerError)
        self.assertEqual((error.status_code, error.code), (504, "upstream_timeout"))
        self.assert_the_upstream_sees_the_caller_leave()

    def test_a_client_without_patience_gets_its_own_time_out(self):
        for client in (self.direct, self.proxied):
            self.error(client.with_options(timeout=0.5), "fake-slow", openai.APITimeoutError)

    def test_a_stream_that_breaks_is_an_error_and_no_end(self):
        for model in ("fake-breaks", "fake-error-event"):
            self.question = f"python: {model}"
            with self.ask(self.proxied, model, stream=True) as stream:
                seen = [dumped(next(stream)), dumped(next(stream))]
                control(f"gate/{self.question}", "POST")
                with self.assertRaises(openai.APIError) as raised:
                    next(stream)
            self.assertEqual(seen, chunks("fake-text")[:2])
            self.assertIsNotNone(raised.exception.body)

    def test_a_broken_stream_is_not_kept(self):
        control(f"gate/{self.question}", "POST")
        for _ in range(2):
            with self.assertRaises(openai.APIError), self.ask(self.proxied, "fake-breaks", stream=True) as stream:
                list(stream)
        self.assert_calls(2)

    def test_a_stream_that_is_closed_is_closed_upstream(self):
        with self.ask(self.proxied, "fake-held", stream=True) as stream:
            next(stream)
        self.assert_the_upstream_sees_the_caller_leave()

    def test_models_are_listed_and_one_is_told(self):
        self.assertLessEqual({"fake-text", "fake-tools"}, {model.id for model in self.proxied.models.list()})
        self.assertEqual(self.proxied.models.retrieve("fake-text").id, "fake-text")
        self.assertEqual(self.proxied.models.retrieve("up/fake-text").id, "up/fake-text")
        with self.assertRaises(openai.NotFoundError):
            self.proxied.models.retrieve("no-such-model")


class AsyncClaims(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.question = "python, async: " + self.id().rpartition(".")[2]
        self.client = openai.AsyncOpenAI(base_url=f"{PROXY}/v1", api_key=KEY, max_retries=0, timeout=SOON)
        self.addAsyncCleanup(self.client.close)

    async def ask(self, model, **fields):
        question = {"role": "user", "content": self.question}
        return await self.client.chat.completions.create(model=model, messages=[question], **fields)

    async def test_a_plain_answer_is_the_upstreams(self):
        self.assertEqual(dumped(await self.ask("fake-text")), document("fake-text"))

    async def test_a_stream_is_read_as_it_comes(self):
        async with await self.ask("fake-held", stream=True) as stream:
            seen = [dumped(await anext(stream)), dumped(await anext(stream))]
            control(f"gate/{self.question}", "POST")
            seen += [dumped(chunk) async for chunk in stream]
        self.assertEqual(seen, chunks("fake-text")[:-1])

    async def test_tools_are_called_streamed(self):
        async with await self.ask("fake-tools", tools=TOOLS, stream=True) as stream:
            self.assertEqual(calls_put_together([chunk async for chunk in stream]), TWO_CALLS)

    async def test_errors_have_their_types(self):
        for model, kind in (("fake-error-429", openai.RateLimitError), ("no-such-model", openai.NotFoundError)):
            with self.assertRaises(kind):
                await self.ask(model)

    async def test_a_stream_that_breaks_is_an_error_and_no_end(self):
        control(f"gate/{self.question}", "POST")
        with self.assertRaises(openai.APIError):
            async with await self.ask("fake-breaks", stream=True) as stream:
                [chunk async for chunk in stream]

    async def test_a_client_without_patience_gets_its_own_time_out(self):
        self.client = self.client.with_options(timeout=0.5)
        with self.assertRaises(openai.APITimeoutError):
            await self.ask("fake-slow")


if __name__ == "__main__":
    unittest.main(verbosity=2)
