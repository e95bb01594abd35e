// As many multiplications and additions as the registers hold sums for.
#include "../peak_run.h"

float WIDE(dk_peak_sums)(float a, float b) {
  const vector x = all(a), y = all(b);
  vector sum[peak_sums];
  for (int i = 0; i < peak_sums; i++) sum[i] = x;
  for (int round = 0; round < peak_rounds; round++) {
    UNROLL for (int i = 0; i < peak_sums; i++) sum[i] = multiply_add(sum[i], x, y);
  }
  vector total = zeros();
  for (int i = 0; i < peak_sums; i++) total += sum[i];
  return total[0];
}
