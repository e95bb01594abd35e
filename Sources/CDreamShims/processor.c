#include "processor.h"

#include "dk_onednn.h"

#include <unistd.h>

int dk_lanes(void) {
#if defined(__x86_64__)
  // The library may have been told to do without AVX-512; blocks are then of 8 channels.
  if (dk_block() == 16) return 16;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 8;
#endif
  return 0;
}

int dk_most_tiles(void) { return dk_lanes() == 16 ? most_tiles_16 : most_tiles_8; }

size_t dk_cache_share(void) {
  long size = sysconf(_SC_LEVEL2_CACHE_SIZE);
  return (size > 0 ? (size_t)size : 512 << 10) / 16 * 7;
}
