// Times inclusion proofs made by Go's golang.org/x/mod/sumdb/tlog from the tiles of a folder: the peer of ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run proofs.go FOLDER PLACE...
//
// Each proof is made anew, without tiles remembered from the one before, and checked. Prints the milliseconds of each.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		octets, err := os.ReadFile(filepath.Join(string(f), "tile", path))
		if err != nil {
			return nil, err
		}
		data = append(data, octets)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	tiles := folder(os.Args[1])
	checkpoint, err := os.ReadFile(filepath.Join(string(tiles), "checkpoint"))
	if err != nil {
		fail(err)
	}
	lines := strings.Split(string(checkpoint), "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail(err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		fail(err)
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	for _, place := range os.Args[2:] {
		index, err := strconv.ParseInt(place, 10, 64)
		if err != nil {
			fail(err)
		}
		start := time.Now()
		hashes := tlog.TileHashReader(tree, tiles)
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			fail(err)
		}
		proof, err := tlog.ProveRecord(size, index, hashes)
		if err != nil {
			fail(err)
		}
		if err := tlog.CheckRecord(proof, size, tree.Hash, index, leaf[0]); err != nil {
			fail(err)
		}
		fmt.Println(float64(time.Since(start).Nanoseconds()) / 1e6)
	}
}
