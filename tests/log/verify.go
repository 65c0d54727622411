// Checks a public log with an implementation that shares nothing with Đình: Go's golang.org/x/mod/sumdb/note and tlog.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go LOG VKEY [OLD_SIZE]
//
// LOG is an exported folder, or the address of a served log (http://127.0.0.1:8080/log). The checkpoint's signature,
// every tile, the inclusion of every entry, and that the tree continues the one of OLD_SIZE entries are checked. It
// prints the size and the root, and exits with 1 when anything does not hold.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of C2SP logs have height 8.
const height = 8

type source string

func (s source) read(path string) ([]byte, error) {
	if !strings.HasPrefix(string(s), "http://") {
		return os.ReadFile(filepath.Join(string(s), filepath.FromSlash(path)))
	}
	answer, err := http.Get(string(s) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// Go's own logs have the height in their paths; C2SP's, being always 8, do not.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
}

func (s source) Height() int { return height }

func (s source) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		octets, err := s.read(path(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, octets)
	}
	return data, nil
}

func (s source) SaveTiles([]tlog.Tile, [][]byte) {}

// The checkpoint, its signature checked.
func (s source) tree(vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	signed, err := s.read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("this is no checkpoint of the log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// The entries of one bundle.
func (s source) entries(index, size int64) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: 0, N: index, W: 1 << height}
	if rest := size - index<<height; rest < 1<<height {
		tile.W = int(rest)
	}
	octets, err := s.read(strings.Replace(path(tile), "tile/0/", "tile/entries/", 1))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(octets) >= 2 {
		length := int(binary.BigEndian.Uint16(octets))
		if len(octets) < 2+length {
			break
		}
		entries = append(entries, octets[2:2+length])
		octets = octets[2+length:]
	}
	if len(octets) != 0 || len(entries) != tile.W {
		return nil, fmt.Errorf("bundle %d is damaged", index)
	}
	return entries, nil
}

func check(s source, vkey string, old int64) error {
	tree, err := s.tree(vkey)
	if err != nil {
		return err
	}
	// Every hash it gives was found to lead to the root.
	hashes := tlog.TileHashReader(tree, s)
	for index := int64(0); index<<height < tree.N; index++ {
		entries, err := s.entries(index, tree.N)
		if err != nil {
			return err
		}
		for offset, entry := range entries {
			place := index<<height + int64(offset)
			proof, err := tlog.ProveRecord(tree.N, place, hashes)
			if err != nil {
				return fmt.Errorf("entry %d: %w", place, err)
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, place, tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("entry %d: %w", place, err)
			}
		}
	}
	if old > 0 {
		before, err := tlog.TreeHash(old, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, old, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, before); err != nil {
			return err
		}
		fmt.Printf("before %d %s\n", old, base64.StdEncoding.EncodeToString(before[:]))
	}
	fmt.Printf("size %d root %s\n", tree.N, base64.StdEncoding.EncodeToString(tree.Hash[:]))
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "verify LOG VKEY [OLD_SIZE]")
		os.Exit(2)
	}
	var old int64
	if len(os.Args) > 3 {
		number, err := strconv.ParseInt(os.Args[3], 10, 64)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		old = number
	}
	if err := check(source(os.Args[1]), os.Args[2], old); err != nil {
		fmt.Fprintln(os.Stderr, "does not hold:", err)
		os.Exit(1)
	}
}
