#include "hdf5_local.h"

#include <stdlib.h>
#include <string.h>

#include "hdf5_library.h"

// The largest chunk that is decompressed in one piece.
static const uint64_t max_chunk_bytes = (uint64_t)1 << 30;

static _Thread_local int is_prepared;  // libhdf5 keeps its error settings for each thread

int dk_hdf5_prepare(void) {
  if (is_prepared) return 1;
  if (!dk_hdf5_load()) return 0;
  is_prepared = 1;
  h5.open();
  h5.Eset_auto2(H5E_DEFAULT, NULL, NULL);
  h5.PLset_loading_state(0);
  return 1;
}

int64_t dk_hdf5_local_open(const char *path) {
  hid_t file = h5.Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
  return file < 0 ? DK_HDF5_DAMAGED : (int64_t)file;
}

void dk_hdf5_local_close(int64_t file) { h5.Fclose((hid_t)file); }

void dk_hdf5_free(char *text) { free(text); }

// Walks to an object by hard links alone.
static int follow(hid_t file, const char *path) {
  size_t length = strlen(path);
  char *prefix = malloc(length + 1);
  if (!prefix) return DK_HDF5_TOO_LARGE;
  int result = 0;
  for (size_t end = 1; result == 0 && end <= length; end++) {
    if (end < length && path[end] != '/') continue;
    if (path[end - 1] == '/') continue;
    memcpy(prefix, path, end);
    prefix[end] = 0;
    H5L_info_t info;
    htri_t exists = h5.Lexists(file, prefix, H5P_DEFAULT);
    if (exists == 0) {
      result = DK_HDF5_MISSING;
    } else if (exists < 0 || h5.Lget_info(file, prefix, &info, H5P_DEFAULT) < 0) {
      result = DK_HDF5_DAMAGED;
    } else if (info.type != H5L_TYPE_HARD) {
      result = DK_HDF5_UNSUPPORTED;
    }
  }
  free(prefix);
  return result;
}

static int64_t open_object(hid_t file, const char *path) {
  int result = follow(file, path);
  if (result < 0) return result;
  hid_t object = h5.Oopen(file, path, H5P_DEFAULT);
  return object < 0 ? DK_HDF5_DAMAGED : (int64_t)object;
}

int dk_hdf5_local_kind(int64_t file, const char *path) {
  int64_t object = open_object((hid_t)file, path);
  if (object < 0) return (int)object;
  H5I_type_t type = h5.Iget_type((hid_t)object);
  h5.Oclose((hid_t)object);
  return type == H5I_GROUP ? DK_HDF5_GROUP : type == H5I_DATASET ? DK_HDF5_DATASET : DK_HDF5_UNSUPPORTED;
}

// A growing list of strings, each ended by a zero byte.
struct text {
  char *bytes;
  size_t size, capacity, limit;
};

static int append(struct text *text, const char *string, size_t length) {
  if (length >= text->limit - text->size) return DK_HDF5_TOO_LARGE;
  if (text->size + length + 1 > text->capacity) {
    size_t capacity = 2 * (text->size + length + 1);
    char *bytes = realloc(text->bytes, capacity);
    if (!bytes) return DK_HDF5_TOO_LARGE;
    text->bytes = bytes;
    text->capacity = capacity;
  }
  memcpy(text->bytes + text->size, string, length);
  text->bytes[text->size + length] = 0;
  text->size += length + 1;
  return 0;
}

static int64_t deliver(struct text *text, int64_t result, char **bytes, size_t *size) {
  if (result < 0) {
    free(text->bytes);
    text->bytes = NULL;
    text->size = 0;
  }
  *bytes = text->bytes;
  *size = text->size;
  return result;
}

int64_t dk_hdf5_local_links(int64_t file, const char *path, size_t max_bytes, char **bytes, size_t *size) {
  struct text text = {.limit = max_bytes};
  int64_t group = open_object((hid_t)file, path);
  if (group < 0) return deliver(&text, group, bytes, size);
  H5G_info_t info;
  int64_t result = 0;
  char name[4096];
  if (h5.Iget_type((hid_t)group) != H5I_GROUP) {
    result = DK_HDF5_UNSUPPORTED;
  } else if (h5.Gget_info((hid_t)group, &info) < 0) {
    result = DK_HDF5_DAMAGED;
  } else if (info.nlinks > max_bytes) {
    result = DK_HDF5_TOO_LARGE;
  }
  for (hsize_t i = 0; result == 0 && i < info.nlinks; i++) {
    ssize_t length = h5.Lget_name_by_idx(
        (hid_t)group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof name, H5P_DEFAULT);
    if (length < 0) result = DK_HDF5_DAMAGED;
    else if ((size_t)length >= sizeof name) result = DK_HDF5_TOO_LARGE;
    else result = append(&text, name, strlen(name));
  }
  if (result == 0) result = (int64_t)info.nlinks;
  h5.Oclose((hid_t)group);
  return deliver(&text, result, bytes, size);
}

// Collects `count` strings of an attribute that has the string type `type`.
static int64_t read_strings(hid_t attribute, hid_t type, hid_t space, size_t count, struct text *text) {
  htri_t variable = h5.Tis_variable_str(type);
  size_t width = h5.Tget_size(type);
  if (variable < 0 || width == 0) return DK_HDF5_DAMAGED;
  if (width > text->limit / count) return DK_HDF5_TOO_LARGE;
  hid_t memory = h5.Tcopy(*h5.c_string);
  char *buffer = NULL;
  int64_t result = 0;
  if (memory < 0 || h5.Tset_size(memory, variable ? H5T_VARIABLE : width) < 0
      || h5.Tset_cset(memory, h5.Tget_cset(type)) < 0 || h5.Tset_strpad(memory, H5T_STR_NULLPAD) < 0) {
    result = DK_HDF5_DAMAGED;
  } else if (!(buffer = calloc(count, width))) {
    result = DK_HDF5_TOO_LARGE;
  } else if (h5.Aread(attribute, memory, buffer) < 0) {
    result = DK_HDF5_DAMAGED;
  } else if (variable) {
    char **strings = (char **)(void *)buffer;
    for (size_t i = 0; result == 0 && i < count; i++) {
      result = append(text, strings[i] ? strings[i] : "", strings[i] ? strlen(strings[i]) : 0);
    }
    h5.Dvlen_reclaim(memory, space, H5P_DEFAULT, buffer);
  } else {
    for (size_t i = 0; result == 0 && i < count; i++) {
      result = append(text, buffer + i * width, strnlen(buffer + i * width, width));
    }
  }
  free(buffer);
  if (memory >= 0) h5.Tclose(memory);
  return result < 0 ? result : (int64_t)count;
}

int64_t dk_hdf5_local_strings(
    int64_t file, const char *path, const char *name, size_t max_bytes, char **bytes, size_t *size) {
  struct text text = {.limit = max_bytes};
  int64_t object = open_object((hid_t)file, path);
  if (object < 0) return deliver(&text, object, bytes, size);
  int64_t result;
  hid_t attribute = -1, type = -1, space = -1;
  htri_t exists = h5.Aexists((hid_t)object, name);
  if (exists == 0) {
    result = DK_HDF5_MISSING;
  } else if (exists < 0 || (attribute = h5.Aopen((hid_t)object, name, H5P_DEFAULT)) < 0
             || (type = h5.Aget_type(attribute)) < 0 || (space = h5.Aget_space(attribute)) < 0) {
    result = DK_HDF5_DAMAGED;
  } else {
    hssize_t count = h5.Sget_simple_extent_npoints(space);
    if (count < 0) result = DK_HDF5_DAMAGED;
    else if (count == 0) result = 0;  // Keras writes an empty list as an array of numbers
    else if ((uint64_t)count > max_bytes) result = DK_HDF5_TOO_LARGE;
    else if (h5.Tget_class(type) != H5T_STRING) result = DK_HDF5_UNSUPPORTED;
    else result = read_strings(attribute, type, space, (size_t)count, &text);
  }
  if (space >= 0) h5.Sclose(space);
  if (type >= 0) h5.Tclose(type);
  if (attribute >= 0) h5.Aclose(attribute);
  h5.Oclose((hid_t)object);
  return deliver(&text, result, bytes, size);
}

static int64_t open_dataset(hid_t file, const char *path) {
  int64_t object = open_object(file, path);
  if (object >= 0 && h5.Iget_type((hid_t)object) != H5I_DATASET) {
    h5.Oclose((hid_t)object);
    return DK_HDF5_UNSUPPORTED;
  }
  return object;
}

// Refuses what does not hold plain floating-point numbers inside the file itself.
static int check_storage(hid_t dataset) {
  int result = 0;
  hid_t type = h5.Dget_type(dataset), plan = h5.Dget_create_plist(dataset);
  if (type < 0 || plan < 0) {
    result = DK_HDF5_DAMAGED;
  } else if (h5.Tget_class(type) != H5T_FLOAT || h5.Tget_size(type) > 16) {
    result = DK_HDF5_UNSUPPORTED;
  } else {
    H5D_layout_t layout = h5.Pget_layout(plan);
    if (layout == H5D_CHUNKED) {
      hsize_t extents[DK_HDF5_MAX_RANK];
      int rank = h5.Pget_chunk(plan, DK_HDF5_MAX_RANK, extents);
      uint64_t bytes = h5.Tget_size(type);
      if (rank < 0 || rank > DK_HDF5_MAX_RANK) result = DK_HDF5_DAMAGED;
      for (int i = 0; result == 0 && i < rank; i++) {
        if (extents[i] == 0) result = DK_HDF5_DAMAGED;
        else if (extents[i] > max_chunk_bytes / bytes) result = DK_HDF5_TOO_LARGE;
        else bytes *= extents[i];
      }
    } else if ((layout != H5D_CONTIGUOUS && layout != H5D_COMPACT) || h5.Pget_external_count(plan) != 0) {
      result = DK_HDF5_UNSUPPORTED;
    }
  }
  if (plan >= 0) h5.Pclose(plan);
  if (type >= 0) h5.Tclose(type);
  return result;
}

int dk_hdf5_local_shape(int64_t file, const char *path, int64_t extents[DK_HDF5_MAX_RANK]) {
  int64_t dataset = open_dataset((hid_t)file, path);
  if (dataset < 0) return (int)dataset;
  int result = check_storage((hid_t)dataset);
  hid_t space = -1;
  if (result == 0) {
    space = h5.Dget_space((hid_t)dataset);
    int rank = space < 0 ? -1 : h5.Sget_simple_extent_ndims(space);
    hsize_t sides[DK_HDF5_MAX_RANK];
    if (rank < 0) result = DK_HDF5_DAMAGED;
    else if (rank > DK_HDF5_MAX_RANK) result = DK_HDF5_UNSUPPORTED;
    else if (h5.Sget_simple_extent_dims(space, sides, NULL) < 0) result = DK_HDF5_DAMAGED;
    else {
      result = rank;
      for (int i = 0; i < rank; i++) {
        if (sides[i] > INT32_MAX) result = DK_HDF5_TOO_LARGE;
        extents[i] = (int64_t)sides[i];
      }
    }
  }
  if (space >= 0) h5.Sclose(space);
  h5.Oclose((hid_t)dataset);
  return result;
}

int dk_hdf5_local_floats(int64_t file, const char *path, float *values, size_t count) {
  int64_t dataset = open_dataset((hid_t)file, path);
  if (dataset < 0) return (int)dataset;
  int result = check_storage((hid_t)dataset);
  if (result == 0) {
    hid_t space = h5.Dget_space((hid_t)dataset);
    hssize_t stored = space < 0 ? -1 : h5.Sget_simple_extent_npoints(space);
    if (stored < 0 || (uint64_t)stored != count) result = DK_HDF5_DAMAGED;
    else if (count > 0 && h5.Dread((hid_t)dataset, *h5.native_float, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
      result = DK_HDF5_DAMAGED;
    }
    if (space >= 0) h5.Sclose(space);
  }
  h5.Oclose((hid_t)dataset);
  return result;
}
