// Clients that ask the same things at the same time for a long while, and do not behave: most read to the end and check
// every letter, some leave before the first word or in the middle, some stop reading for a while.
//
// Prints a line of JSON each minute, and one when all have left and the upstream has been left alone.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand"
	"os"
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
	clients  = flag.Int("clients", 64, "clients")
	together = flag.Int("together", 8, "how many of them ask the same at a time")
	duration = flag.Duration("duration", 30*time.Minute, "for how long; an hour at most")
	seed     = flag.Int64("seed", 1, "of what each client does")
	headers  client.Headers
)

const (
	turn     = 250 * time.Millisecond // how long the same is asked
	patience = 20 * time.Second
)

var asked, whole, collapsed, hits, left, stalled, wrong atomic.Int64

func main() {
	flag.Var(&headers, "H", "a header, Name: value; may be repeated")
	flag.Parse()
	log.SetFlags(0)
	target, err := client.ParseTarget(*address, headers)
	if err == nil && (*clients < 1 || *clients > 1000 || *together < 1 || *duration > time.Hour) {
		err = errors.New("1 to 1000 clients, and an hour at most")
	}
	var counts client.Target
	if err == nil {
		counts, err = client.ParseTarget(*upstream, nil)
	}
	if err != nil {
		log.Fatal("soak: ", err)
	}
	end := time.Now().Add(*duration)
	var group sync.WaitGroup
	for i := range *clients {
		group.Add(1)
		go func() {
			defer group.Done()
			dice := rand.New(rand.NewSource(*seed + int64(i)))
			for time.Now().Before(end) {
				visit(target, dice, i / *together)
				time.Sleep(time.Duration(dice.Int63n(int64(turn))))
			}
		}()
	}
	for range time.NewTicker(time.Minute).C {
		if !time.Now().Add(time.Second).Before(end) {
			break
		}
		tell(nil)
	}
	group.Wait()
	tell(leftAlone(counts))
}

// visit asks once, on a connection of its own, what its neighbours ask too.
func visit(target client.Target, dice *rand.Rand, group int) {
	now := time.Now()
	number := now.UnixNano() / int64(turn)
	topic := rand.New(rand.NewSource(number*1000 + int64(group)))
	prompt := script.Prompt{
		Nonce:  fmt.Appendf(nil, "qbns%dx%dx%d", os.Getpid(), group, number),
		Answer: 200 << topic.Intn(9), Events: 3 + topic.Intn(40), Delay: topic.Intn(100), Gap: topic.Intn(20)}
	streamed := dice.Intn(2) == 0
	conn, err := target.Dial()
	if err != nil {
		fail(err)
		return
	}
	defer conn.Close()
	conn.SetDeadline(now.Add(patience))
	asked.Add(1)
	request := target.Request(script.Body(prompt, *model, streamed, 1024))
	chance := dice.Intn(100)
	if chance < 5 { // leaves before there is an answer
		conn.Write(request)
		time.Sleep(time.Duration(dice.Intn(60)) * time.Millisecond)
		left.Add(1)
		return
	}
	response, err := conn.Ask(request)
	if err != nil {
		fail(err)
		return
	}
	body := bufio.NewReader(response.Body)
	if chance < 15 { // leaves in the middle
		io.CopyN(io.Discard, body, dice.Int63n(4000))
		left.Add(1)
		return
	}
	var beginning []byte
	if chance < 20 { // stops reading for a while
		beginning, _ = io.ReadAll(io.LimitReader(body, dice.Int63n(2000)))
		time.Sleep(time.Duration(dice.Intn(2000)) * time.Millisecond)
		stalled.Add(1)
	}
	rest, err := io.ReadAll(body)
	if err == nil && response.StatusCode != 200 {
		err = fmt.Errorf("%s: %.200s", response.Status, rest)
	}
	if err == nil {
		err = client.Check(append(beginning, rest...), prompt, streamed)
	}
	if err != nil {
		fail(err)
		return
	}
	whole.Add(1)
	switch response.Header.Get("Cache-Status") {
	case "qlite; fwd=miss":
	case "qlite; fwd=miss; collapsed":
		collapsed.Add(1)
	default:
		hits.Add(1)
	}
}

func fail(err error) {
	if wrong.Add(1) <= 10 {
		log.Print("soak: ", err)
	}
}

// leftAlone waits until the upstream works for nobody, and tells what it was asked.
func leftAlone(counts client.Target) map[string]any {
	var told map[string]any
	for start := time.Now(); time.Since(start) < patience; time.Sleep(10 * time.Millisecond) {
		answer, err := counts.Get(counts.Path)
		if err == nil {
			err = json.Unmarshal(answer, &told)
		}
		if err != nil {
			log.Fatal("soak: ", err)
		}
		if told["open"] == 0.0 {
			break
		}
	}
	return told
}

func tell(upstream map[string]any) {
	err := json.NewEncoder(os.Stdout).Encode(map[string]any{
		"asked": asked.Load(), "whole": whole.Load(), "collapsed": collapsed.Load(), "hits": hits.Load(),
		"left": left.Load(), "stalled": stalled.Load(), "wrong": wrong.Load(), "upstream": upstream})
	if err != nil {
		log.Fatal("soak: ", err)
	}
}
