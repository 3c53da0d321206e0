package client

import (
	"bytes"
	"encoding/json"
	"fmt"

	"qlite/tools/script"
)

type choice struct {
	Message      struct{ Content string }
	Delta        struct{ Content string }
	FinishReason *string `json:"finish_reason"`
}

type answer struct {
	Choices []choice
	Error   json.RawMessage
}

// Check says what is wrong with the body of a 200; nil if it is, letter for letter, the answer that the prompt asks for.
func Check(body []byte, prompt script.Prompt, streamed bool) error {
	var text []byte
	finish := ""
	take := func(document []byte) error {
		var parsed answer
		if err := json.Unmarshal(document, &parsed); err != nil {
			return err
		}
		if len(parsed.Error) > 0 && string(parsed.Error) != "null" {
			return fmt.Errorf("an error: %s", parsed.Error)
		}
		for _, c := range parsed.Choices {
			text = append(append(text, c.Message.Content...), c.Delta.Content...)
			if c.FinishReason != nil {
				finish = *c.FinishReason
			}
		}
		return nil
	}
	if !streamed {
		if err := take(body); err != nil {
			return err
		}
	} else if err := events(body, take); err != nil {
		return err
	}
	if want := prompt.AppendText(nil); !bytes.Equal(text, want) {
		return fmt.Errorf("another text: %d bytes in place of %d", len(text), len(want))
	}
	if finish != "stop" {
		return fmt.Errorf("finish reason %q", finish)
	}
	return nil
}

// events hands over the data of each event, and insists on [DONE] at the end.
func events(body []byte, take func([]byte) error) error {
	done := false
	for _, line := range bytes.Split(body, []byte("\n")) {
		data, found := bytes.CutPrefix(bytes.TrimRight(line, "\r"), []byte("data:"))
		data = bytes.TrimSpace(data)
		switch {
		case !found:
		case done:
			return fmt.Errorf("an event after [DONE]")
		case string(data) == "[DONE]":
			done = true
		default:
			if err := take(data); err != nil {
				return err
			}
		}
	}
	if !done {
		return fmt.Errorf("no [DONE]")
	}
	return nil
}
