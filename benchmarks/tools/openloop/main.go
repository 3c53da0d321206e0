// Load at a constant rate, whatever the answers do: a request that is due is sent, on a new connection if all are
// busy, and its time counts from when it was due. So a server that stalls is charged for all that it made wait.
// Every answer is compared with what it must be. Prints one line of JSON; times are in microseconds.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"qlite/tools/client"
	"qlite/tools/script"
)

var (
	address  = flag.String("url", "", "where to, http://127.0.0.1:PORT/PATH")
	model    = flag.String("model", "bench", "the model asked for")
	nonce    = flag.String("nonce", "qbno", "begins the requests' nonces; letters and digits")
	streamed = flag.Bool("stream", false, "ask for a stream")
	same     = flag.Bool("same", false, "the same request each time")
	rate     = flag.Int("rate", 500, "requests a second")
	duration = flag.Duration("duration", 2*time.Second, "for how long; a minute at most")
	size     = flag.Int("request", 1024, "bytes of a request")
	length   = flag.Int("answer", 1024, "bytes of an answer's text")
	events   = flag.Int("events", 50, "chunks of a stream")
	delay    = flag.Int("delay", 0, "milliseconds that the upstream waits")
	gap      = flag.Int("gap", 0, "milliseconds between events")
	headers  client.Headers
)

// Longest that one answer may take.
const patience = 20 * time.Second

// outcome of one request; the durations count from when it was due.
type outcome struct {
	late  time.Duration // until it was sent: the generator's own fault
	head  time.Duration // until the answer's head
	whole time.Duration // until the answer's end
	fault string        // "" or what was wrong with it
	kind  kind
}

type kind int

const (
	good kind = iota
	wrongStatus
	wrongContent
	failed
)

func main() {
	flag.Var(&headers, "H", "a header, Name: value; may be repeated")
	flag.Parse()
	log.SetFlags(0)
	target, err := client.ParseTarget(*address, headers)
	if err == nil && (*rate < 1 || *rate > 50_000 || *duration > time.Minute) {
		err = fmt.Errorf("a rate from 1 to 50000 and a minute at most")
	}
	if err != nil {
		log.Fatal("openloop: ", err)
	}
	report(run(target))
}

func run(target client.Target) []outcome {
	outcomes := make([]outcome, int(float64(*rate)*duration.Seconds()))
	pool := client.NewPool(target)
	var group sync.WaitGroup
	group.Add(len(outcomes))
	runtime.LockOSThread() // the kernel's own sleep: Go's rounds to a millisecond
	syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_TIMERSLACK, 1, 0)
	start := time.Now()
	for i := range outcomes {
		due := start.Add(time.Duration(i) * time.Second / time.Duration(*rate))
		if wait := time.Until(due); wait > 0 {
			pause := syscall.NsecToTimespec(int64(wait))
			syscall.Nanosleep(&pause, nil)
		}
		go func() {
			defer group.Done()
			outcomes[i] = one(pool, target, i, due)
		}()
	}
	group.Wait()
	return outcomes
}

func one(pool *client.Pool, target client.Target, i int, due time.Time) (o outcome) {
	prompt := script.Prompt{Nonce: []byte(*nonce), Answer: *length, Events: *events, Delay: *delay, Gap: *gap}
	if !*same {
		prompt.Nonce = fmt.Appendf(prompt.Nonce, "x%d", i)
	}
	request := target.Request(script.Body(prompt, *model, *streamed, *size))
	o.late = time.Since(due)
	defer func() { o.whole = time.Since(due) }()
	fail := func(k kind, format string, arguments ...any) outcome {
		o.kind, o.fault = k, fmt.Sprintf(format, arguments...)
		return o
	}

	conn, err := pool.Take()
	if err != nil {
		return fail(failed, "%v", err)
	}
	conn.SetDeadline(due.Add(patience))
	response, err := conn.Ask(request)
	o.head = time.Since(due)
	if err != nil {
		conn.Close()
		return fail(failed, "%v", err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || response.Close {
		conn.Close()
	} else {
		pool.Give(conn)
	}
	if err != nil {
		return fail(failed, "%v", err)
	}
	if response.StatusCode != 200 {
		return fail(wrongStatus, "%s: %.200s", response.Status, body)
	}
	if err := client.Check(body, prompt, *streamed); err != nil {
		return fail(wrongContent, "%v", err)
	}
	return o
}

func report(outcomes []outcome) {
	var late, head, whole []time.Duration
	counts := map[kind]int{}
	fault := ""
	for _, o := range outcomes {
		counts[o.kind]++
		if fault == "" {
			fault = o.fault
		}
		late, head, whole = append(late, o.late), append(head, o.head), append(whole, o.whole)
	}
	err := json.NewEncoder(os.Stdout).Encode(map[string]any{
		"requests": len(outcomes), "good": counts[good], "wrong_status": counts[wrongStatus],
		"wrong_content": counts[wrongContent], "failed": counts[failed], "first_fault": fault,
		"late_p50": quantile(late, 0.5), "late_p99": quantile(late, 0.99), "head_p50": quantile(head, 0.5), "head_p99": quantile(head, 0.99),
		"p50": quantile(whole, 0.5), "p99": quantile(whole, 0.99), "p999": quantile(whole, 0.999),
	})
	if err != nil {
		log.Fatal("openloop: ", err)
	}
}

// quantile is the value that a share q of all do not exceed, in microseconds; it sorts them.
func quantile(all []time.Duration, q float64) float64 {
	slices.Sort(all)
	return float64(all[min(int(q*float64(len(all))), len(all)-1)].Nanoseconds()) / 1000
}
