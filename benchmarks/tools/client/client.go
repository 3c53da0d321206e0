// Package client is a bare HTTP/1.1 client for load: the requests are bytes, the connections are kept.
package client

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Target is where the load goes, and what each request needs to be let in.
type Target struct {
	Address string // host:port
	Path    string
	Headers []string // "Name: value"
}

// ParseTarget reads http://host:port/path.
func ParseTarget(address string, headers []string) (Target, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" || parsed.Port() == "" {
		return Target{}, fmt.Errorf("not an address like http://127.0.0.1:8080/path: %q", address)
	}
	if ip := net.ParseIP(parsed.Hostname()); ip == nil || !ip.IsLoopback() {
		return Target{}, fmt.Errorf("load goes to the loopback only, not to %s", parsed.Hostname())
	}
	return Target{parsed.Host, parsed.Path, headers}, nil
}

// Request is the bytes of a POST of that body.
func (t Target) Request(body []byte) []byte {
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", t.Path, t.Address, len(body))
	if len(t.Headers) > 0 {
		head += strings.Join(t.Headers, "\r\n") + "\r\n"
	}
	return append([]byte(head+"\r\n"), body...)
}

// Conn is one connection; of one goroutine at a time.
type Conn struct {
	net.Conn
	in *bufio.Reader
}

func (t Target) Dial() (*Conn, error) {
	conn, err := net.Dial("tcp", t.Address)
	if err != nil {
		return nil, err
	}
	return &Conn{conn, bufio.NewReaderSize(conn, 4<<10)}, nil
}

// Ask sends a request and reads the answer's head.
func (c *Conn) Ask(request []byte) (*http.Response, error) {
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	return http.ReadResponse(c.in, nil)
}

// Get asks for a small document, on a connection of its own.
func (t Target) Get(path string) ([]byte, error) {
	response, err := http.Get("http://" + t.Address + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// Pool keeps the connections that are idle; the one used last is used next.
type Pool struct {
	target Target
	mutex  sync.Mutex
	idle   []*Conn
}

func NewPool(target Target) *Pool { return &Pool{target: target} }

// Take gives an idle connection, or a new one.
func (p *Pool) Take() (*Conn, error) {
	p.mutex.Lock()
	if last := len(p.idle) - 1; last >= 0 {
		conn := p.idle[last]
		p.idle = p.idle[:last]
		p.mutex.Unlock()
		return conn, nil
	}
	p.mutex.Unlock()
	return p.target.Dial()
}

// Give back a connection whose last answer was read to its end.
func (p *Pool) Give(conn *Conn) {
	p.mutex.Lock()
	p.idle = append(p.idle, conn)
	p.mutex.Unlock()
}

// Headers is a flag that may be given more than once.
type Headers []string

func (h *Headers) String() string { return strings.Join(*h, ", ") }

func (h *Headers) Set(value string) error {
	if !strings.Contains(value, ":") {
		return fmt.Errorf("not a header like Name: value")
	}
	*h = append(*h, value)
	return nil
}
