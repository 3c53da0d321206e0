package main

import (
	"time"

	"qlite/tools/script"
)

// watched tells a stream with long pauses that its client has left, which writing alone would tell an event too late.
type watched struct {
	c    *connection
	left chan struct{} // closed when the reader has seen the connection's end, or was told to stop; nil: nobody reads
}

// watch begins to read ahead if the stream's gaps are long enough to care.
func (c *connection) watch(prompt script.Prompt) *watched {
	w := &watched{c: c}
	if prompt.Gap >= 100 {
		w.left = make(chan struct{})
		go func() {
			defer close(w.left)
			c.in.Peek(1) // its end, an error, or the deadline that stop sets: each ends the watch
		}()
	}
	return w
}

// wait pauses; false when the client left meanwhile.
func (w *watched) wait(pause time.Duration) bool {
	if pause == 0 {
		return true
	}
	if w.left == nil {
		time.Sleep(pause)
		return true
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.left:
		return false
	}
}

// stop ends the watch before the connection is read again; false if it cannot be. Further calls do nothing.
func (w *watched) stop() bool {
	if w.left == nil {
		return true
	}
	if w.c.conn.SetReadDeadline(time.Now()) != nil {
		return false
	}
	<-w.left
	w.left = nil
	return w.c.conn.SetReadDeadline(time.Time{}) == nil
}
