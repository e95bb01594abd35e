#define _GNU_SOURCE
#include "dk_processor.h"

#include "contract.h"
#include "kernels.h"
#include "team.h"

#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const dk_kernels *serving;
static pthread_once_t chosen = PTHREAD_ONCE_INIT;

static void choose(void) {
#if defined(__x86_64__)
  const int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  // What the library, too, wants of a processor before it computes in blocks of 16.
  const int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
  const char *text = getenv("DREAMKIT_LANES");
  int lanes = has_avx512 ? 16 : 8;
  if (text && (!strcmp(text, "16") || !strcmp(text, "8") || !strcmp(text, "0"))) lanes = atoi(text);
  if (lanes == 16 && has_avx512) serving = &dk_kernels_avx512;
  else if (lanes == 16 && has_avx2) serving = &dk_kernels_avx2_pairs;
  else if (lanes == 8 && has_avx2) serving = &dk_kernels_avx2;
#endif
}

const dk_kernels *dk_serving_kernels(void) {
  pthread_once(&chosen, choose);
  return serving;
}

int dk_lanes(void) { return dk_serving_kernels() ? dk_serving_kernels()->lanes : 0; }

int dk_block(void) { return dk_lanes() ? dk_lanes() : 8; }

void dk_set_threads(int count) {
  assert(count > 0);
  omp_set_num_threads(count);
}

static void count_part(void *data) { atomic_fetch_add((atomic_int *)data, 1); }

int dk_team_size(void) {
  atomic_int count = 0;
  GOMP_parallel(count_part, &count, 0, 0);
  return count;
}

int dk_processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  int count = CPU_COUNT(&set);
  return count > 0 ? count : 1;
}

void dk_trim(void) { malloc_trim(0); }

size_t dk_cache_share(void) {
  long size = sysconf(_SC_LEVEL2_CACHE_SIZE);
  return (size > 0 ? (size_t)size : 512 << 10) / 16 * 7;
}
