package server

import "os"

// sources is the folder of the package, for tests that read its code.
var sources = os.DirFS(".")
