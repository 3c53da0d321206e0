// Many streams that are open at once, an event a gap each: how late the events come, and how soon the upstream is left
// alone when all clients leave at the same moment. An event tells the upstream's time; both use the one clock.
//
// Prints a line of JSON at each step, so that whoever started it can look at the server meanwhile: {"open":N} when every
// stream has had its first event, the lateness in milliseconds after the time to measure, and, when the upstream has
// seen the last client go, {"left_ms":…} (null if it had not after ten seconds).
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"qlite/tools/client"
	"qlite/tools/script"
)

var (
	address  = flag.String("url", "", "where to, http://127.0.0.1:PORT/PATH")
	upstream = flag.String("upstream", "", "where the upstream tells what it was asked, http://127.0.0.1:PORT/stats")
	model    = flag.String("model", "bench", "the model asked for")
	clients  = flag.Int("clients", 1000, "streams")
	together = flag.Int("together", 1, "how many clients ask the same")
	arrivals = flag.Int("arrivals", 1000, "clients a second at the beginning")
	gap      = flag.Duration("gap", time.Second, "between the events of a stream")
	duration = flag.Duration("duration", 10*time.Second, "for how long to measure; two minutes at most")
	headers  client.Headers
)

// Longest to wait for all streams to open, beyond the time that the arrivals take.
const patience = 20 * time.Second

type crowd struct {
	measuring atomic.Bool
	broken    atomic.Int64
	opened    sync.WaitGroup
	ended     sync.WaitGroup
	mutex     sync.Mutex
	late      []time.Duration
	conns     []*client.Conn
}

func main() {
	flag.Var(&headers, "H", "a header, Name: value; may be repeated")
	flag.Parse()
	log.SetFlags(0)
	target, err := client.ParseTarget(*address, headers)
	if err == nil && (*clients < 1 || *clients > 20_000 || *arrivals < 1 || *together < 1 || *duration > 2*time.Minute || *gap < 100*time.Millisecond) {
		err = fmt.Errorf("1 to 20000 clients, two minutes and a gap of 100ms at least")
	}
	var counts client.Target
	if err == nil {
		counts, err = client.ParseTarget(*upstream, nil)
	}
	if err != nil {
		log.Fatal("streams: ", err)
	}

	c := &crowd{}
	c.open(target)
	say(map[string]any{"open": *clients - int(c.broken.Load()), "broken": c.broken.Load()})
	c.measuring.Store(true)
	time.Sleep(*duration)
	c.measuring.Store(false)
	c.mutex.Lock()
	say(map[string]any{"events": len(c.late), "expected": int64(*clients) * int64(*duration / *gap), "broken": c.broken.Load(),
		"late_p50": quantile(c.late, 0.5), "late_p99": quantile(c.late, 0.99), "late_max": quantile(c.late, 1)})
	c.mutex.Unlock()
	say(map[string]any{"left_ms": c.leave(counts)})
}

// open starts the clients one after the other, and returns when each has had an event with text, or has failed.
func (c *crowd) open(target client.Target) {
	events := int((*duration+patience+time.Duration(*clients / *arrivals)*time.Second) / *gap) + 10
	start := time.Now()
	for i := range *clients {
		time.Sleep(time.Until(start.Add(time.Duration(i) * time.Second / time.Duration(*arrivals))))
		c.opened.Add(1)
		c.ended.Add(1)
		prompt := script.Prompt{Nonce: fmt.Appendf(nil, "qbns%dx%d", os.Getpid(), i / *together), Events: events, Gap: int(gap.Milliseconds()), Clock: true}
		go c.follow(target, target.Request(script.Body(prompt, *model, true, 1024)))
	}
	c.opened.Wait()
}

// follow reads one stream until it is closed.
func (c *crowd) follow(target client.Target, request []byte) {
	defer c.ended.Done()
	first := sync.OnceFunc(c.opened.Done)
	defer first()
	conn, err := target.Dial()
	if err != nil {
		c.fail(err)
		return
	}
	c.mutex.Lock()
	c.conns = append(c.conns, conn)
	c.mutex.Unlock()
	conn.SetDeadline(time.Now().Add(*duration + 2*patience + time.Duration(*clients / *arrivals)*time.Second))
	response, err := conn.Ask(request)
	if err != nil || response.StatusCode != 200 {
		c.fail(fmt.Errorf("%v %v", response, err))
		return
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		_, clock, _ := strings.Cut(lines.Text(), `"t:`)
		nanos, _, found := strings.Cut(clock, ";")
		if !found {
			continue
		}
		sent, err := strconv.ParseInt(nanos, 10, 64)
		if err != nil {
			c.fail(err)
			return
		}
		first()
		if c.measuring.Load() {
			late := time.Since(time.Unix(0, sent))
			c.mutex.Lock()
			c.late = append(c.late, late)
			c.mutex.Unlock()
		}
	}
	if c.measuring.Load() {
		c.fail(fmt.Errorf("a stream ended: %v", lines.Err()))
	}
}

func (c *crowd) fail(err error) {
	if c.broken.Add(1) == 1 {
		log.Print("streams: the first that broke: ", err)
	}
}

// leave closes all connections at once, and says how many milliseconds the upstream went on for somebody.
func (c *crowd) leave(counts client.Target) any {
	start := time.Now()
	for _, conn := range c.conns {
		conn.Close()
	}
	c.ended.Wait()
	for time.Since(start) < 10*time.Second {
		var told struct{ Open int }
		answer, err := counts.Get(counts.Path)
		if err == nil {
			err = json.Unmarshal(answer, &told)
		}
		if err != nil {
			log.Fatal("streams: ", err)
		}
		if told.Open == 0 {
			return time.Since(start).Milliseconds()
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil
}

// quantile is the value that a share q of all do not exceed, in milliseconds; it sorts them.
func quantile(all []time.Duration, q float64) any {
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	return float64(all[min(int(q*float64(len(all))), len(all)-1)].Microseconds()) / 1000
}

func say(what map[string]any) {
	if err := json.NewEncoder(os.Stdout).Encode(what); err != nil {
		log.Fatal("streams: ", err)
	}
}
