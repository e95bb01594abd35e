#pragma once
#include "dk_hdf5.h"

// Reading a file through libhdf5 in this process; the functions of dk_hdf5.h do it here or in a process of the file's
// own.

// Opens libhdf5, silences its error printing and turns plug-ins off. Call first on every thread that reads; cheap
// later on. Returns 0 where there is no libhdf5.
int dk_hdf5_prepare(void);

// Opens a file for reading; the handle is closed with dk_hdf5_local_close. Negative results are errors.
int64_t dk_hdf5_local_open(const char *path);
void dk_hdf5_local_close(int64_t file);

int dk_hdf5_local_kind(int64_t file, const char *object);
int64_t dk_hdf5_local_links(int64_t file, const char *group, size_t max_bytes, char **text, size_t *size);
int64_t dk_hdf5_local_strings(int64_t file, const char *object, const char *attribute, size_t max_bytes, char **text,
                              size_t *size);
int dk_hdf5_local_shape(int64_t file, const char *dataset, int64_t extents[DK_HDF5_MAX_RANK]);
int dk_hdf5_local_floats(int64_t file, const char *dataset, float *values, size_t count);
