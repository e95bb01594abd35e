#include "dk_loops.h"

#include "contract.h"
#include "team.h"

#include <math.h>
#include <string.h>

// Loops that are compiled for several processors; the program's loader chooses. They must not be static: the compiler
// fails on those that are. The thread sanitizer is not ready when the choice is made.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define CLONED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONED
#endif

// Each operation is rounded by itself, as frameworks do, and the same on every processor.
#pragma STDC FP_CONTRACT OFF

// MARK: Threads

// What a loop reads and writes; each uses some.
typedef struct {
  float *target;
  const float *a, *b;
  size_t count;
  double *parts;
  double mean;
  float value, step;
} loop;

// Does the indices [first, last) of a loop.
typedef void loop_body(const loop *l, size_t first, size_t last);

typedef struct { loop_body *body; const loop *l; size_t count, unit; } shared_loop;

// The part of [0, count) that belongs to this thread, cut at multiples of `unit`.
static void run_part(void *data) {
  const shared_loop *s = data;
  const size_t threads = (size_t)omp_get_num_threads(), thread = (size_t)omp_get_thread_num();
  const size_t units = (s->count + s->unit - 1) / s->unit, each = (units + threads - 1) / threads * s->unit;
  const size_t first = each * thread, last = first + each < s->count ? first + each : s->count;
  if (first < last) s->body(s->l, first, last);
}

// Below this many values a second thread costs more than it gives.
enum { worth_sharing = 1 << 14 };

// Shares the `count` indices of a loop, each of which is for `values` values, among the threads. What an index does
// must not depend on the thread that does it.
static void parallel_for(size_t count, size_t values, loop_body *body, const loop *l) {
  shared_loop s = {body, l, count, values < 16 ? 16 / values : 1};
  GOMP_parallel(run_part, &s, count * values < worth_sharing ? 1 : 0, 0);
}

// MARK: Activations

CLONED void dk_relu_body(const loop *l, size_t first, size_t last) {
  float *restrict target = l->target;
  const float *restrict source = l->a;
  for (size_t i = first; i < last; i++) target[i] = source[i] > 0 ? source[i] : 0;
}
void dk_relu(float *target, const float *source, size_t count) {
  assert(target != source);
  parallel_for(count, 1, dk_relu_body, &(loop){.target = target, .a = source});
}

CLONED void dk_relu_backward_body(const loop *l, size_t first, size_t last) {
  float *target = l->target;
  const float *gradient = l->a, *restrict activation = l->b;
  for (size_t i = first; i < last; i++) target[i] = activation[i] > 0 ? gradient[i] : 0;
}
void dk_relu_backward(float *target, const float *gradient, const float *activation, size_t count) {
  assert(activation != target);
  parallel_for(count, 1, dk_relu_backward_body, &(loop){.target = target, .a = gradient, .b = activation});
}

CLONED void dk_add_body(const loop *l, size_t first, size_t last) {
  float *restrict target = l->target;
  const float *restrict source = l->a;
  for (size_t i = first; i < last; i++) target[i] += source[i];
}
void dk_add(float *target, const float *source, size_t count) {
  assert(target != source);
  parallel_for(count, 1, dk_add_body, &(loop){.target = target, .a = source});
}

void dk_affine(
    float *target, const float *source, const float *scale, const float *offset, size_t channels, size_t block,
    size_t pixels) {
  assert(block > 0 && scale);
  for (size_t channel = 0; channel < channels; channel += block) {
    for (size_t i = 0; i < pixels; i++, target += block, source += block)
      for (size_t lane = 0; lane < block; lane++)
        target[lane] = source[lane] * scale[channel + lane] + (offset ? offset[channel + lane] : 0);
  }
}

CLONED void dk_raise_body(const loop *l, size_t first, size_t last) {
  float *target = l->target;
  for (size_t i = first; i < last; i++) target[i] += l->value;
}
CLONED void dk_fill_body(const loop *l, size_t first, size_t last) {
  float *target = l->target;
  for (size_t i = first; i < last; i++) target[i] = l->value;
}
void dk_fill_gradient(float *target, size_t channels, size_t block, size_t pixels, float value, int add) {
  assert(block > 0);
  const size_t whole = channels / block * block, rest = channels - whole, count = whole * pixels;
  parallel_for(count, 1, add ? dk_raise_body : dk_fill_body, &(loop){.target = target, .value = value});
  if (!rest) return;
  float *last = target + count;
  for (size_t pixel = 0; pixel < pixels; pixel++, last += block) {
    if (!add) memset(last, 0, block * sizeof *last);
    for (size_t channel = 0; channel < rest; channel++) last[channel] += value;
  }
}

// MARK: Sums

// Sums are made of chunks, each summed by one thread and added in order, so that no bit depends on the number of
// threads.
enum { smallest_chunk = 1 << 14, most_chunks = 1 << 10 };

// The values in a chunk of so many values.
static size_t chunk_of(size_t count) {
  size_t chunk = (count + most_chunks - 1) / most_chunks;
  return chunk < smallest_chunk ? smallest_chunk : (chunk + 15) / 16 * 16;
}

// The sum of (x - mean)² or, where `squares` is 0, of x - mean, in sixteen partial sums.
static inline __attribute__((always_inline)) double chunk_sum(
    const float *values, size_t count, double mean, const int squares) {
  double lanes[16] = {0}, total = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (int lane = 0; lane < 16; lane++) {
      const double distance = (double)values[i + lane] - mean;
      lanes[lane] += squares ? distance * distance : distance;
    }
  for (; i < count; i++) {
    const double distance = (double)values[i] - mean;
    total += squares ? distance * distance : distance;
  }
  for (int lane = 0; lane < 16; lane++) total += lanes[lane];
  return total;
}
static inline __attribute__((always_inline)) void sum_chunks(
    const loop *l, size_t first, size_t last, const int squares) {
  const size_t chunk = chunk_of(l->count);
  for (size_t i = first; i < last; i++) {
    const size_t start = i * chunk, rest = l->count - start;
    l->parts[i] = chunk_sum(l->a + start, rest < chunk ? rest : chunk, l->mean, squares);
  }
}
CLONED void dk_sum_body(const loop *l, size_t first, size_t last) { sum_chunks(l, first, last, 0); }
CLONED void dk_squares_body(const loop *l, size_t first, size_t last) { sum_chunks(l, first, last, 1); }

static double sum_in_order(const float *values, size_t count, double mean, loop_body *body) {
  double parts[most_chunks], total = 0;
  const size_t chunk = chunk_of(count), chunks = (count + chunk - 1) / chunk;
  parallel_for(chunks, chunk, body, &(loop){.a = values, .count = count, .parts = parts, .mean = mean});
  for (size_t i = 0; i < chunks; i++) total += parts[i];
  return total;
}
double dk_sum(const float *values, size_t count) { return sum_in_order(values, count, 0, dk_sum_body); }

float dk_deviation(const float *values, size_t count) {
  if (!count) return 0;
  const double mean = dk_sum(values, count) / (double)count;
  return (float)sqrt(sum_in_order(values, count, mean, dk_squares_body) / (double)count);
}

CLONED void dk_ascent_step_body(const loop *l, size_t first, size_t last) {
  float *restrict image = l->target;
  const float *restrict gradient = l->a;
  const float divisor = l->value, step = l->step;
  for (size_t i = first; i < last; i++) {
    float value = image[i] + gradient[i] / divisor * step;
    value = value > -1 ? value : -1;
    image[i] = value < 1 ? value : 1;
  }
}
void dk_ascent_step(float *image, const float *gradient, size_t count, float divisor, float step) {
  assert(image != gradient);
  parallel_for(
      count, 1, dk_ascent_step_body, &(loop){.target = image, .a = gradient, .value = divisor, .step = step});
}

// MARK: Images

void dk_image_to_planes(
    const float *image, float *planes, size_t pixels, const int source[3], const float scale[3],
    const float offset[3]) {
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

CLONED void dk_to_u8(const float *restrict values, unsigned char *restrict levels, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float level = 255 * (values[i] + 1) / 2;
    level = level > 0 ? level : 0;
    levels[i] = (unsigned char)(int)(level < 255 ? level : 255);
  }
}
