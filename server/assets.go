package server

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed static
var staticFS embed.FS

const staticFolder = "/static/"

// assets are the static files under names that change with their content, so
// that browsers may keep them for ever.
type assets struct {
	files map[string]asset  // by the name with the hash
	urls  map[string]string // by the plain name
}

type asset struct {
	mediaType string
	data      []byte
}

func loadAssets() (*assets, error) {
	a := &assets{files: map[string]asset{}, urls: map[string]string{}}
	entries, err := fs.ReadDir(staticFS, "static")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		data, err := fs.ReadFile(staticFS, path.Join("static", e.Name()))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(e.Name())
		hashed := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext
		a.files[hashed] = asset{mediaType: mime.TypeByExtension(ext), data: data}
		a.urls[e.Name()] = staticFolder + hashed
	}
	return a, nil
}

func (s *Server) getStatic(c echo.Context) error {
	f, ok := s.assets.files[c.Param("file")]
	if !ok {
		return notFound()
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, f.mediaType, f.data)
}
