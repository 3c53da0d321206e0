// Package script is what the upstream and the load tools agree on: a prompt that tells the upstream how to answer,
// and the text that every gateway must therefore hand back.
package script

import (
	"bytes"
	"fmt"
	"strconv"
)

// Prompt asks for one answer. It rides in the message's text, which every gateway passes on as it is, like this:
//
//	qbench:NONCE:ANSWER:EVENTS:DELAY:GAP:CLOCK;
type Prompt struct {
	Nonce  []byte // letters and digits, begins with "qbn"; the text begins and ends with it
	Answer int    // bytes of the answer's text
	Events int    // of a stream: chunks, the one with the role and the one with the finish reason included
	Delay  int    // milliseconds before the answer's head
	Gap    int    // of a stream: milliseconds before each event but the first
	Clock  bool   // of a stream: an event's text is the upstream's time in nanoseconds, as t:NANOS;
}

const mark = "qbench:"

// Find reads the prompt in a request's body; false if there is none, or a broken one.
func Find(body []byte) (Prompt, bool) {
	_, rest, found := bytes.Cut(body, []byte(mark))
	line, _, ended := bytes.Cut(rest[:min(len(rest), 200)], []byte(";"))
	fields := bytes.Split(line, []byte(":"))
	if !found || !ended || len(fields) != 6 {
		return Prompt{}, false
	}
	var numbers [5]int
	for i := range numbers {
		n, err := strconv.Atoi(string(fields[i+1]))
		if err != nil || n < 0 {
			return Prompt{}, false
		}
		numbers[i] = n
	}
	return Prompt{fields[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] == 1}, true
}

func (p Prompt) String() string {
	clock := 0
	if p.Clock {
		clock = 1
	}
	return fmt.Sprintf("%s%s:%d:%d:%d:%d:%d;", mark, p.Nonce, p.Answer, p.Events, p.Delay, p.Gap, clock)
}

// AppendText appends the text of the answer: the nonce, words, and the nonce again, Answer bytes in all.
func (p Prompt) AppendText(to []byte) []byte {
	to = append(to, p.Nonce...)
	for _, piece := range p.Pieces(1) {
		to = append(to, piece...)
	}
	return append(to, p.Nonce...)
}

// Pieces cuts the words between the two nonces into n pieces that differ by a byte at most.
func (p Prompt) Pieces(n int) [][]byte {
	length := max(p.Answer-2*len(p.Nonce), n)
	all := words(length)
	pieces := make([][]byte, n)
	for i := range pieces {
		pieces[i] = all[length*i/n : length*(i+1)/n]
	}
	return pieces
}

const sentence = " the gateway answers a repeated question from what it has heard before and asks a new one only once"

var text = bytes.Repeat([]byte(sentence), 1+(4<<20)/len(sentence))

// Text of that length, at most 4 MB; nothing in it needs an escape in JSON.
func words(length int) []byte { return text[:min(length, len(text))] }

// Body is a chat request of about size bytes that asks for the answer of the prompt.
func Body(p Prompt, model string, stream bool, size int) []byte {
	end := `"}]}`
	if stream {
		end = `"}],"stream":true}`
	}
	body := fmt.Appendf(nil, `{"model":"%s","temperature":0,"messages":[{"role":"user","content":"%s`, model, p)
	body = append(body, words(max(size-len(body)-len(end), 0))...)
	return append(body, end...)
}
