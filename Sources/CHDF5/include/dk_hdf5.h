#pragma once
#include <stddef.h>
#include <stdint.h>

// Reading Keras files through libhdf5. HDF5 is not thread-safe: the caller makes one call at a time.
//
// Objects are addressed by absolute paths ("/layers/conv2d/vars/0"). Only hard links are followed, so a file cannot
// lead to another one; external and virtual storage and filters from plug-ins are refused.
// Negative results are the errors below.

enum {
  DK_HDF5_MISSING = -1,      // there is no such object or attribute
  DK_HDF5_DAMAGED = -2,      // libhdf5 could not read what should be there
  DK_HDF5_TOO_LARGE = -3,    // it would take more memory than allowed
  DK_HDF5_UNSUPPORTED = -4,  // another type or storage than Keras writes
};

enum { DK_HDF5_GROUP = 1, DK_HDF5_DATASET = 2, DK_HDF5_MAX_RANK = 8 };

// Whether the library is installed; it is opened by the first call.
int dk_hdf5_is_there(void);

// A file that is open for reading.
//
// libhdf5 does not survive every damaged file (seen with 1.10.8): it crashes, loops for ever, or spoils the memory of
// its process, which crashes later. So any file but the program's own is read by a process of its own: this program's
// executable, started anew under the name dreamkit-hdf5-reader, which a constructor of this library sees before main
// runs. Where that process dies, or takes too long, what was asked for is DK_HDF5_DAMAGED, and so is all that is
// asked for afterwards.
typedef struct dk_hdf5_file dk_hdf5_file;

// Opens a file, in this process where `is_own`; NULL where that fails. A reader has `seconds` for each answer, of
// which it may compute for two and some more for each million of numbers.
dk_hdf5_file *dk_hdf5_open(const char *path, int is_own, int seconds);
void dk_hdf5_close(dk_hdf5_file *file);

// DK_HDF5_GROUP, DK_HDF5_DATASET or an error.
int dk_hdf5_kind(dk_hdf5_file *file, const char *object);

// The names of a group's links in the order of their bytes, or the elements of a string attribute: `*text` receives
// them one after the other, each ended by a zero byte, and is released with dk_hdf5_free. Returns their number.
int64_t dk_hdf5_links(dk_hdf5_file *file, const char *group, size_t max_bytes, char **text, size_t *size);
int64_t dk_hdf5_strings(dk_hdf5_file *file, const char *object, const char *attribute, size_t max_bytes, char **text,
                        size_t *size);
void dk_hdf5_free(char *text);

// The rank and the extents of a dataset of floating-point numbers.
int dk_hdf5_shape(dk_hdf5_file *file, const char *dataset, int64_t extents[DK_HDF5_MAX_RANK]);

// Reads a whole dataset of `count` floating-point numbers of any width as 32-bit ones. Returns 0 or an error.
int dk_hdf5_floats(dk_hdf5_file *file, const char *dataset, float *values, size_t count);
