module qlite/tools

go 1.22
