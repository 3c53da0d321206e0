"""A scripted provider on the loopback: the model's name says what it does with a call.

    fake-text, fake-tools   answers/MODEL.json, or answers/MODEL.sse where a stream is asked for
    fake-held               the first two events of fake-text; the others once POST /gate/QUESTION has come
    fake-error-STATUS       that error; 429 with Retry-After, 401 with the key that it was shown
    fake-slow               nothing at all, until the caller leaves
    fake-breaks             the first two events of fake-text, and then the connection is closed
    fake-error-event        the first two events of fake-text, and then an error
    fake-garbage            a page in place of an answer

A call is known by its question, the text of its last message, which a client says once for each claim:
GET /seen/QUESTION tells how many calls came, and GET /left/QUESTION how many callers left before their answer was whole,
once one has. GET /connections tells of those to this server, and GET /sockets/PORT how many sockets there are at a port of
this machine that are neither listening nor done.
It is written on bare sockets: whole bytes, closes and stalls are the script. It prints its port.
"""

import asyncio
import collections
import contextlib
import json
import pathlib
import urllib.parse

ANSWERS = pathlib.Path(__file__).parent / "answers"
JSON, SSE, HTML = "application/json", "text/event-stream", "text/html"
LISTEN, TIME_WAIT = "0A", "06"
HEAD_OF_STREAM = f"HTTP/1.1 200 OK\r\nContent-Type: {SSE}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()

calls = collections.Counter()
left = collections.Counter()
leaving = collections.defaultdict(asyncio.Event)
gates = collections.defaultdict(asyncio.Event)
connections = {"open": 0, "busy": 0, "busiest": 0}


def whole(status, body, content_type=JSON, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def error(message, kind="server_error", code=None):
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def refusal(status, key):
    if status == 401:
        return whole(401, error(f"Incorrect API key provided: {key}", "invalid_request_error", "invalid_api_key"))
    if status == 429:
        return whole(429, error("Slow down.", "requests", "rate_limit_exceeded"), Retry_After=1)
    return whole(status, error(f"Scripted {status}.", "server_error" if status >= 500 else "invalid_request_error", "scripted"))


def events(model):
    """The events of a stream, each with the blank line that ends it."""
    return [event + b"\n\n" for event in (ANSWERS / f"{model}.sse").read_bytes().split(b"\n\n")[:-1]]


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Left(Exception):
    """The caller closed its connection before its answer was whole."""


class Connection:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def until(self, awaitable):
        """Waits for something, or for the caller to leave; nothing is read ahead of its answer."""
        wanted, gone = asyncio.ensure_future(awaitable), asyncio.ensure_future(self.reader.read(1))
        done, others = await asyncio.wait({wanted, gone}, return_when=asyncio.FIRST_COMPLETED)
        for other in others:
            other.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await other
        if gone in done:
            raise Left

    async def chat(self, request, headers):
        model, question = request["model"], request["messages"][-1]["content"]
        calls[question] += 1
        try:
            await self.answer(model, question, request.get("stream", False), headers)
        except (Left, ConnectionError):
            left[question] += 1
            leaving[question].set()
            raise

    async def answer(self, model, question, stream, headers):
        if model.startswith("fake-error-4") or model.startswith("fake-error-5"):
            await self.send(refusal(int(model[-3:]), headers.get("authorization", "").removeprefix("Bearer ")))
        elif model == "fake-garbage":
            await self.send(whole(200, b"<html>Welcome to Wi-Fi</html>", HTML))
        elif model == "fake-slow":
            await self.until(asyncio.Event().wait())
        elif model in ("fake-text", "fake-tools") and not stream:
            await self.send(whole(200, (ANSWERS / f"{model}.json").read_bytes()))
        elif model in ("fake-text", "fake-tools"):
            await self.send(HEAD_OF_STREAM + b"".join(map(chunk, events(model))) + b"0\r\n\r\n")
        elif model in ("fake-held", "fake-breaks", "fake-error-event") and stream:
            first, others = events("fake-text")[:2], events("fake-text")[2:]
            await self.send(HEAD_OF_STREAM + b"".join(map(chunk, first)))
            await self.until(gates[question].wait())
            if model == "fake-breaks":
                self.writer.close()
                return
            if model == "fake-error-event":
                others = [b"data: " + json.dumps(error("Scripted break.")).encode() + b"\n\n"]
            await self.send(b"".join(map(chunk, others)) + b"0\r\n\r\n")
        else:
            await self.send(refusal(404, ""))

    async def serve(self):
        while not self.writer.is_closing():
            method, path, headers, body = await self.request()
            verb, _, what = path.lstrip("/").partition("/")
            what = urllib.parse.unquote(what)
            if path == "/v1/chat/completions":
                connections["busy"] += 1
                connections["busiest"] = max(connections["busiest"], connections["busy"])
                try:
                    await self.chat(json.loads(body), headers)
                finally:
                    connections["busy"] -= 1
            elif path == "/v1/models":
                names = sorted(file.stem for file in ANSWERS.glob("*.json"))
                data = [{"id": name, "object": "model", "created": 1700000000, "owned_by": "script"} for name in names]
                await self.send(whole(200, {"object": "list", "data": data}))
            elif verb == "gate" and method == "POST":
                gates[what].set()
                await self.send(whole(200, {}))
            elif verb == "seen":
                await self.send(whole(200, {"calls": calls[what]}))
            elif verb == "left":
                await self.until(leaving[what].wait())
                await self.send(whole(200, {"left": left[what]}))
            elif verb == "connections":
                await self.send(whole(200, connections))
            elif verb == "sockets":
                await self.send(whole(200, {"open": sockets(int(what))}))
            else:
                await self.send(whole(404, error(f"{method} {path}: not scripted")))

    async def request(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = dict((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:] if line))
        return method, path, headers, await self.reader.readexactly(int(headers.get("content-length", 0)))


def sockets(port):
    """What the system holds at this local port: open connections, and those that were forgotten half-closed."""
    held = 0
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(FileNotFoundError):
            for line in pathlib.Path(table).read_text().splitlines()[1:]:
                local, state = line.split()[1], line.split()[3]
                held += local.endswith(f":{port:04X}") and state not in (LISTEN, TIME_WAIT)
    return held


async def accept(reader, writer):
    connections["open"] += 1
    try:
        await Connection(reader, writer).serve()
    except (Left, ConnectionError, asyncio.IncompleteReadError):
        pass  # the caller has gone
    finally:
        connections["open"] -= 1
        writer.close()


async def main():
    server = await asyncio.start_server(accept, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
