#include "hdf5_library.h"

#include "late_library.h"

struct dk_hdf5_library h5;

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define SYMBOL(name) {TEXT(H5##name), (void **)&h5.name},
static const struct dk_symbol symbols[] = {
  DK_HDF5_FUNCTIONS(SYMBOL)
  {"H5T_NATIVE_FLOAT_g", (void **)&h5.native_float},
  {"H5T_C_S1_g", (void **)&h5.c_string},
};

// By the versions of its interface: 1.10, 1.12 and 1.14.
static const char *const names[] = {
  "libhdf5_serial.so.103", "libhdf5_serial.so.200", "libhdf5_serial.so.310", "libhdf5_serial.so", "libhdf5.so",
};

int dk_hdf5_load(void) {
  static int is_loaded;
  for (size_t i = 0; !is_loaded && i < sizeof names / sizeof *names; i++) {
    if (!dk_late_open(names[i], symbols, sizeof symbols / sizeof *symbols)) continue;
    unsigned major, minor, release;
    h5.dont_atexit();
    h5.get_libversion(&major, &minor, &release);
    is_loaded = major == H5_VERS_MAJOR && minor == H5_VERS_MINOR;
  }
  return is_loaded;
}
