#include "dk_peak.h"

#include "kernels.h"
#include "team.h"

#include <time.h>

static void multiply_part(void *data) {
  const float *factors = data;
  volatile float kept = dk_serving_kernels()->peak_sums(factors[0], factors[1]);
  (void)kept;
}

// One thread counts by its processor time, which other programs do not lengthen.
static double now(void) {
  struct timespec time;
  clock_gettime(omp_get_max_threads() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double dk_peak(void) {
  const dk_kernels *kernels = dk_serving_kernels();
  if (!kernels) return 0;
  float factors[2] = {0.999f, 0.001f};
  double best = 0, work = 2.0 * kernels->lanes * dk_peak_chains * dk_peak_rounds * omp_get_max_threads();
  for (int run = 0; run < 5; run++) {
    double start = now();
    GOMP_parallel(multiply_part, factors, 0, 0);
    double rate = work / (now() - start);
    if (rate > best) best = rate;
  }
  return best;
}
