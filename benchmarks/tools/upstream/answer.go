package main

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"qlite/tools/script"
)

const (
	about    = `"created":1767225600,"model":"bench","service_tier":"default","system_fingerprint":"fp_bench"`
	usage    = `"usage":{"prompt_tokens":20,"completion_tokens":200,"total_tokens":220}`
	sseHead  = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
	sseFirst = `{"role":"assistant","content":"","refusal":null}`

	largestPiece = 60_000 // bytes: with its frame an event's size has four hexadecimal digits
	burst        = 5      // events a write, when there are no gaps between them
)

// answer says what the request asked for; false when the connection is of no more use.
func (c *connection) answer() bool {
	if c.get {
		return c.document("200 OK", fmt.Appendf(nil, `{"answers":%d,"streams":%d,"refused":%d,"open":%d}`,
			answers.Load(), streams.Load(), refused.Load(), open.Load()))
	}
	prompt, found := script.Find(c.body)
	if !found {
		return c.refuse("no prompt of the benchmark")
	}
	streamed := has(c.body, `"stream":true`) || has(c.body, `"stream": true`)
	prompt.Events = max(prompt.Events, 5)
	if streamed && prompt.Answer/(prompt.Events-4) > largestPiece {
		return c.refuse("an event of more than 60 KB: ask for more events, or for a shorter answer")
	}
	number := answers.Add(1)
	time.Sleep(time.Duration(prompt.Delay) * time.Millisecond)
	if streamed {
		return c.stream(prompt, number)
	}
	body := make([]byte, 0, prompt.Answer+1024)
	body = fmt.Appendf(body, `{"id":"chatcmpl-%d","object":"chat.completion",%s,"choices":[{"index":0,"message":{"role":"assistant","content":"`, number, about)
	body = prompt.AppendText(body)
	body = fmt.Appendf(body, `","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],%s}`, usage)
	return c.document("200 OK", body)
}

func (c *connection) refuse(why string) bool {
	refused.Add(1)
	return c.document("400 Bad Request", fmt.Appendf(nil,
		`{"error":{"message":"%s","type":"invalid_request_error","param":null,"code":null}}`, why))
}

// stream sends the role, the text cut into pieces, the finish reason, and the usage if it was asked for: with gaps each
// event in a write of its own, as providers do, else a burst a write, as they come over a busy network.
func (c *connection) stream(prompt script.Prompt, number int64) bool {
	streams.Add(1)
	open.Add(1)
	defer open.Add(-1)
	withUsage := has(c.body, `"include_usage":true`) || has(c.body, `"include_usage": true`)

	gone := c.watch(prompt)
	defer gone.stop()
	pause := func() bool { return gone.wait(time.Duration(prompt.Gap) * time.Millisecond) }
	events := 0
	content := func(text []byte) bool {
		if prompt.Clock {
			text = fmt.Appendf(nil, "t:%d;", time.Now().UnixNano())
		}
		start := c.begin(number)
		c.out = append(c.out, `{"content":"`...)
		c.out = append(c.out, text...)
		c.end(start, `"}`)
		if events++; prompt.Gap == 0 && events%burst != 0 {
			return true
		}
		return c.flush() && pause()
	}

	c.out = append(c.out[:0], sseHead...)
	c.chunk(number, sseFirst, "null")
	if !c.flush() || !pause() || !content(prompt.Nonce) {
		return false
	}
	for _, piece := range prompt.Pieces(prompt.Events - 4) {
		if !content(piece) {
			return false
		}
	}
	if !content(prompt.Nonce) {
		return false
	}
	c.chunk(number, "{}", `"stop"`)
	if withUsage {
		c.event(fmt.Appendf(nil, `{"id":"chatcmpl-%d","object":"chat.completion.chunk",%s,"choices":[],%s}`, number, about, usage))
	}
	c.event([]byte("[DONE]"))
	c.out = append(c.out, "0\r\n\r\n"...)
	return c.flush() && gone.stop() && !c.close
}

// flush sends what is in out, and empties it.
func (c *connection) flush() bool {
	sent := c.write()
	c.out = c.out[:0]
	return sent
}

// chunk appends one event to out.
func (c *connection) chunk(number int64, delta, finish string) {
	event := appendChunk(nil, number)
	event = append(event, delta...)
	c.event(appendFinish(event, finish))
}

// begin starts an event in out, and says where: room is left for the chunk's size in four digits, which end fills in.
func (c *connection) begin(number int64) int {
	start := len(c.out)
	c.out = append(c.out, "0000\r\ndata: "...)
	c.out = appendChunk(c.out, number)
	return start
}

// end closes the event that begin started there.
func (c *connection) end(start int, delta string) {
	c.out = append(c.out, delta...)
	c.out = appendFinish(c.out, "null")
	c.out = append(c.out, "\n\n"...)
	size := len(c.out) - start - len("0000\r\n")
	for i := 3; i >= 0; i-- {
		c.out[start+i] = "0123456789abcdef"[size&15]
		size >>= 4
	}
	c.out = append(c.out, "\r\n"...)
}

func (c *connection) event(data []byte) {
	c.out = fmt.Appendf(c.out, "%x\r\ndata: %s\n\n\r\n", len(data)+len("data: \n\n"), data)
}

func appendChunk(to []byte, number int64) []byte {
	to = append(to, `{"id":"chatcmpl-`...)
	to = strconv.AppendInt(to, number, 10)
	to = append(to, `","object":"chat.completion.chunk",`...)
	to = append(to, about...)
	return append(to, `,"choices":[{"index":0,"delta":`...)
}

func appendFinish(to []byte, finish string) []byte {
	to = append(to, `,"logprobs":null,"finish_reason":`...)
	to = append(to, finish...)
	return append(to, `}]}`...)
}

func has(body []byte, words string) bool { return bytes.Contains(body, []byte(words)) }
