package script

import (
	"bytes"
	"testing"
)

func TestAPromptIsFoundAgainInTheRequestThatCarriesIt(t *testing.T) {
	p := Prompt{Nonce: []byte("qbn7x42"), Answer: 1000, Events: 50, Delay: 3, Gap: 20, Clock: true}
	body := Body(p, "bench", true, 2000)
	found, ok := Find(body)
	if !ok || found.String() != p.String() {
		t.Fatalf("%v, %v", found, ok)
	}
	if len(body) != 2000 {
		t.Errorf("%d bytes", len(body))
	}
}

func TestABrokenPromptIsNone(t *testing.T) {
	for _, body := range []string{"", "qbench:", "qbench:qbn1:2:3;", "qbench:qbn1:2:x:4:5:0;", "qbench:qbn1:2:3:4:-5:0;"} {
		if _, ok := Find([]byte(body)); ok {
			t.Errorf("%q", body)
		}
	}
}

func TestThePiecesAreTheTextBetweenTheNonces(t *testing.T) {
	p := Prompt{Nonce: []byte("qbn1"), Answer: 777}
	for _, n := range []int{1, 2, 46, 769} {
		whole := append(bytes.Join(append([][]byte{p.Nonce}, p.Pieces(n)...), nil), p.Nonce...)
		if len(whole) != 777 || !bytes.Equal(whole, p.AppendText(nil)) {
			t.Errorf("%d pieces: %d bytes", n, len(whole))
		}
	}
}
