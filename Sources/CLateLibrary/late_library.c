#include "late_library.h"

#include <dlfcn.h>

int dk_late_open(const char *name, const struct dk_symbol *symbols, size_t count) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  for (size_t i = 0; i < count; i++) {
    *symbols[i].address = dlsym(library, symbols[i].name);
    if (*symbols[i].address) continue;
    dlclose(library);
    return 0;
  }
  return 1;
}
