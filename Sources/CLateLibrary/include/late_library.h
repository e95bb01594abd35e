#pragma once
#include <stddef.h>

// Libraries that are opened when they are first called. libcurl and libhdf5 bring twenty-five others with them, which a
// kernel that waits for its first cell has no use for.

// A function or variable of a library, and where its address belongs.
struct dk_symbol {
  const char *name;
  void **address;
};

// Opens a library by its name, where the program's own libraries lie or where the system has it, and finds `count`
// symbols in it. Returns 0 where the library or a symbol is missing; then nothing is open.
int dk_late_open(const char *name, const struct dk_symbol *symbols, size_t count);
