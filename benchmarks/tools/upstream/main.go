// The scripted upstream: a bare HTTP/1.1 server that answers chat completions as the prompt says (package script),
// in plain text and over TLS, and counts what it was asked. It does as little as it can, for it shares the machine
// with what is measured: one goroutine a connection, one write an answer, or one a streamed event.
package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

// What it was asked since its start; told by GET /stats.
var answers, streams, refused, open atomic.Int64

func main() {
	certificate := flag.String("cert", "", "where to write the certificate of the TLS port, in PEM")
	flag.Parse()
	log.SetFlags(0)

	plain := listen(nil)
	secure := listen(&tls.Config{Certificates: []tls.Certificate{selfSigned(*certificate)}})
	fmt.Printf("http://%s https://%s\n", plain.Addr(), secure.Addr())
	go accept(secure)
	accept(plain)
}

func listen(config *tls.Config) net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal("upstream: ", err)
	}
	if config != nil {
		return tls.NewListener(listener, config)
	}
	return listener
}

func accept(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Fatal("upstream: ", err)
		}
		go serve(conn)
	}
}

// serve answers the requests of one connection until the peer leaves or says something that is no request.
func serve(conn net.Conn) {
	defer conn.Close()
	c := &connection{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
	for c.read() && c.answer() {
	}
}

type connection struct {
	conn  net.Conn
	in    *bufio.Reader
	get   bool   // the request's method: GET, or else POST
	close bool   // whether the client wants the connection closed
	body  []byte // of the request; the buffer is used again
	out   []byte // the buffer of the answer, used again
}

// read takes one request: false at the end of the connection, and at what it does not understand.
func (c *connection) read() bool {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return false
	}
	c.get, c.close = bytes.HasPrefix(line, []byte("GET ")), false
	length, chunked := 0, false
	for {
		line, err = c.in.ReadSlice('\n')
		if err != nil {
			return false
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("content-length")):
			if length, err = strconv.Atoi(string(value)); err != nil || length < 0 {
				return false
			}
		case bytes.EqualFold(name, []byte("transfer-encoding")):
			chunked = true
		case bytes.EqualFold(name, []byte("connection")):
			c.close = bytes.EqualFold(value, []byte("close"))
		}
	}
	c.body = c.body[:0]
	if !chunked {
		return c.take(length)
	}
	for {
		line, err = c.in.ReadSlice('\n')
		if err != nil {
			return false
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil || !c.take(int(size)) {
			return false
		}
		if _, err = c.in.ReadSlice('\n'); err != nil {
			return false
		}
		if size == 0 {
			return true
		}
	}
}

// take adds that many bytes to the body.
func (c *connection) take(length int) bool {
	have := len(c.body)
	if have+length > cap(c.body) {
		c.body = append(make([]byte, 0, have+length), c.body...)
	}
	c.body = c.body[:have+length]
	_, err := io.ReadFull(c.in, c.body[have:])
	return err == nil
}

// write sends what is in out, and says whether the connection is still of use.
func (c *connection) write() bool {
	_, err := c.conn.Write(c.out)
	return err == nil
}

// document answers with a whole body of JSON.
func (c *connection) document(status string, body []byte) bool {
	c.out = fmt.Appendf(c.out[:0], "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", status, len(body))
	c.out = append(c.out, body...)
	return c.write() && !c.close
}

// selfSigned makes a certificate for the loopback that lives a day, and writes it where the clients find it.
func selfSigned(file string) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IsCA:         true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	check(err)
	if file != "" {
		check(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644))
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func check(err error) {
	if err != nil {
		log.Fatal("upstream: ", err)
	}
}
