#pragma once
#if __has_include(<hdf5/serial/hdf5.h>)
#include <hdf5/serial/hdf5.h>  // where Debian has it
#else
#include <hdf5.h>
#endif

// The part of libhdf5 that is called, without the first letters H5 of its names: h5.Fopen() is H5Fopen().
#define DK_HDF5_FUNCTIONS(each)                                                                                      \
  each(Aexists) each(Aget_space) each(Aget_type) each(Aopen) each(Aread) each(Aclose)                                \
  each(Dget_create_plist) each(Dget_space) each(Dget_type) each(Dread) each(Dvlen_reclaim)                           \
  each(Eset_auto2) each(Fopen) each(Fclose) each(Gget_info) each(Iget_type)                                          \
  each(Lexists) each(Lget_info) each(Lget_name_by_idx) each(Oopen) each(Oclose)                                      \
  each(PLset_loading_state) each(Pclose) each(Pget_chunk) each(Pget_external_count) each(Pget_layout)                \
  each(Sclose) each(Sget_simple_extent_dims) each(Sget_simple_extent_ndims) each(Sget_simple_extent_npoints)         \
  each(Tclose) each(Tcopy) each(Tget_class) each(Tget_cset) each(Tget_size) each(Tis_variable_str)                   \
  each(Tset_cset) each(Tset_size) each(Tset_strpad) each(dont_atexit) each(get_libversion) each(open)

#define DK_HDF5_MEMBER(name) __typeof__(H5##name) *name;
struct dk_hdf5_library {
  DK_HDF5_FUNCTIONS(DK_HDF5_MEMBER)
  hid_t *native_float, *c_string;  // the types H5T_NATIVE_FLOAT and H5T_C_S1
};
#undef DK_HDF5_MEMBER

extern struct dk_hdf5_library h5 __attribute__((visibility("hidden")));

// The headers have constants call the library first; it is open when they are used.
#undef H5CHECK
#define H5CHECK
#undef H5OPEN
#define H5OPEN

// Opens the library, once. Returns 0 where there is none of the headers' version.
int dk_hdf5_load(void);
