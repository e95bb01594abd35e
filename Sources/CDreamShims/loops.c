#include "dk_loops.h"

#include "team.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// The thread sanitizer does not go together with them: the choice is made before it is ready.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
// Functions that are compiled for several processors must not be static here: the compiler fails on those that are.
#define WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDE
#endif

// MARK: Threads

// The part of [0, count) that belongs to this thread, cut at multiples of 16.
static void part(size_t count, size_t *first, size_t *last) {
  size_t threads = (size_t)omp_get_num_threads(), thread = (size_t)omp_get_thread_num();
  size_t each = ((count + threads - 1) / threads + 15) / 16 * 16;
  *first = each * thread < count ? each * thread : count;
  *last = *first + each < count ? *first + each : count;
}

// Below this many values a second thread costs more than it gives.
enum { worth_sharing = 1 << 14 };

static void run(void (*body)(void *), void *data, size_t count) {
  GOMP_parallel(body, data, count < worth_sharing ? 1 : 0, 0);
}

// MARK: Activations

struct loop { float *target; const float *a, *b; size_t count; };

WIDE void dk_wide_relu(float *restrict y, const float *restrict x, size_t count) {
  for (size_t i = 0; i < count; i++) y[i] = x[i] > 0 ? x[i] : 0;
}
static void relu_part(void *data) {
  struct loop *l = data;
  size_t first, last;
  part(l->count, &first, &last);
  dk_wide_relu(l->target + first, l->a + first, last - first);
}
void dk_relu(float *target, const float *source, size_t count) {
  struct loop l = {target, source, NULL, count};
  run(relu_part, &l, count);
}

WIDE void dk_wide_relu_backward(float *t, const float *g, const float *restrict y, size_t count) {
  for (size_t i = 0; i < count; i++) t[i] = y[i] > 0 ? g[i] : 0;
}
static void relu_backward_part(void *data) {
  struct loop *l = data;
  size_t first, last;
  part(l->count, &first, &last);
  dk_wide_relu_backward(l->target + first, l->a + first, l->b + first, last - first);
}
void dk_relu_backward(float *target, const float *gradient, const float *activation, size_t count) {
  struct loop l = {target, gradient, activation, count};
  run(relu_backward_part, &l, count);
}

void dk_affine(
    float *target, const float *source, const float *scale, const float *offset, size_t channels, size_t block,
    size_t pixels) {
  for (size_t channel = 0; channel < channels; channel += block) {
    for (size_t i = 0; i < pixels; i++, target += block, source += block)
      for (size_t lane = 0; lane < block; lane++)
        target[lane] = source[lane] * scale[channel + lane] + (offset ? offset[channel + lane] : 0);
  }
}

WIDE void dk_wide_add(float *restrict a, const float *restrict b, size_t count) {
  for (size_t i = 0; i < count; i++) a[i] += b[i];
}
static void add_part(void *data) {
  struct loop *l = data;
  size_t first, last;
  part(l->count, &first, &last);
  dk_wide_add(l->target + first, l->a + first, last - first);
}
void dk_add(float *target, const float *source, size_t count) {
  struct loop l = {target, source, NULL, count};
  run(add_part, &l, count);
}

WIDE void dk_wide_raise_by(float *values, size_t count, float value) {
  for (size_t i = 0; i < count; i++) values[i] += value;
}
WIDE void dk_wide_fill(float *values, size_t count, float value) {
  for (size_t i = 0; i < count; i++) values[i] = value;
}
struct seed { float *target; size_t count; float value; int add; };
static void seed_part(void *data) {
  struct seed *s = data;
  size_t first, last;
  part(s->count, &first, &last);
  (s->add ? dk_wide_raise_by : dk_wide_fill)(s->target + first, last - first, s->value);
}
void dk_seed(float *target, size_t channels, size_t block, size_t pixels, float value, int add) {
  size_t whole = channels / block * block, rest = channels - whole;
  struct seed s = {target, whole * pixels, value, add};
  run(seed_part, &s, s.count);
  if (!rest) return;
  float *last = target + whole * pixels;
  for (size_t pixel = 0; pixel < pixels; pixel++, last += block) {
    if (!add) memset(last, 0, block * sizeof *last);
    for (size_t channel = 0; channel < rest; channel++) last[channel] += value;
  }
}

enum { most_threads = 256 };
struct sum { const float *values; size_t count; double mean, parts[most_threads]; };
WIDE double dk_wide_sum(const float *values, size_t count) {
  double lanes[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (int lane = 0; lane < 16; lane++) lanes[lane] += (double)values[i + lane];
  double total = 0;
  for (; i < count; i++) total += (double)values[i];
  for (int lane = 0; lane < 16; lane++) total += lanes[lane];
  return total;
}
static void sum_part(void *data) {
  struct sum *s = data;
  size_t first, last;
  part(s->count, &first, &last);
  s->parts[omp_get_thread_num() % most_threads] += dk_wide_sum(s->values + first, last - first);
}
double dk_sum(const float *values, size_t count) {
  struct sum s = {values, count, 0, {0}};
  run(sum_part, &s, count);
  double total = 0;
  for (int i = 0; i < most_threads; i++) total += s.parts[i];
  return total;
}

WIDE double dk_wide_squares(const float *values, size_t count, double mean) {
  double lanes[16] = {0};
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (int lane = 0; lane < 16; lane++) {
      double distance = (double)values[i + lane] - mean;
      lanes[lane] += distance * distance;
    }
  double total = 0;
  for (; i < count; i++) total += ((double)values[i] - mean) * ((double)values[i] - mean);
  for (int lane = 0; lane < 16; lane++) total += lanes[lane];
  return total;
}
static void squares_part(void *data) {
  struct sum *s = data;
  size_t first, last;
  part(s->count, &first, &last);
  s->parts[omp_get_thread_num() % most_threads] += dk_wide_squares(s->values + first, last - first, s->mean);
}
float dk_deviation(const float *values, size_t count) {
  if (!count) return 0;
  struct sum s = {values, count, dk_sum(values, count) / (double)count, {0}};
  run(squares_part, &s, count);
  double total = 0;
  for (int i = 0; i < most_threads; i++) total += s.parts[i];
  return (float)sqrt(total / (double)count);
}

// Division, product and sum are rounded one by one, as frameworks do.
#pragma STDC FP_CONTRACT OFF
struct climb { float *image; const float *gradient; size_t count; float divisor, step; };
WIDE void dk_wide_climb(float *restrict image, const float *restrict gradient, size_t count, float divisor, float step) {
  for (size_t i = 0; i < count; i++) {
    float value = image[i] + gradient[i] / divisor * step;
    value = value > -1 ? value : -1;
    image[i] = value < 1 ? value : 1;
  }
}
static void climb_part(void *data) {
  struct climb *c = data;
  size_t first, last;
  part(c->count, &first, &last);
  dk_wide_climb(c->image + first, c->gradient + first, last - first, c->divisor, c->step);
}
void dk_climb(float *image, const float *gradient, size_t count, float divisor, float step) {
  struct climb c = {image, gradient, count, divisor, step};
  run(climb_part, &c, count);
}

// MARK: Images

void dk_image_to_planes(
    const float *image, float *planes, size_t pixels, const int source[3], const float scale[3], const float offset[3]) {
  for (int c = 0; c < 3; c++) {
    const float *from = image + source[c];
    float *to = planes + (size_t)c * pixels;
    for (size_t i = 0; i < pixels; i++) to[i] = from[3 * i] * scale[c] + offset[c];
  }
}

void dk_planes_to_gradient(
    const float *planes, float *gradient, size_t pixels, const int source[3], const float scale[3]) {
  for (int c = 0; c < 3; c++) {
    const float *from = planes + (size_t)c * pixels;
    float *to = gradient + source[c];
    for (size_t i = 0; i < pixels; i++) to[3 * i] = from[i] * scale[c];
  }
}

WIDE void dk_levels(const float *restrict values, unsigned char *restrict levels, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float level = 255 * (values[i] + 1) / 2;
    level = level > 0 ? level : 0;
    levels[i] = (unsigned char)(int)(level < 255 ? level : 255);
  }
}
