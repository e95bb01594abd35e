// Times DreamKit's own kernels and the library's on the layers of InceptionV3, and writes a table in CSV to standard
// output: kernel, layer, direction, milliseconds, GFLOP/s, percent of the peak, and how many times faster than the
// library's plain sums.
//
// All ways to compute a layer take turns, and each counts by its best round, so that a busy moment meets them all.
// One thread counts by its processor time, which other programs do not lengthen.
#include "dk_convolver.h"
#include "dk_loops.h"
#include "dk_max_pool.h"
#include "dk_onednn.h"
#include "dk_peak.h"
#include "dk_processor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { most_ways = 3 };

typedef struct { const char *name; int from, to, rows, columns, size, stride, is_valid; } layer;

static const layer layers[] = {
    {"conv2d_2", 32, 64, 3, 3, 147, 1, 0},        {"conv2d_4", 80, 192, 3, 3, 73, 1, 1},
    {"mixed0 1x1", 192, 64, 1, 1, 35, 1, 0},      {"mixed0 5x5", 48, 64, 5, 5, 35, 1, 0},
    {"mixed0 3x3", 64, 96, 3, 3, 35, 1, 0},       {"mixed3 3x3/2", 288, 384, 3, 3, 35, 2, 1},
    {"mixed4 1x7", 128, 128, 1, 7, 17, 1, 0},     {"mixed4 7x1", 128, 192, 7, 1, 17, 1, 0},
    {"mixed4 1x1", 768, 192, 1, 1, 17, 1, 0},     {"mixed8 3x3/2", 192, 320, 3, 3, 17, 2, 1},
    {"mixed9 1x3", 384, 384, 1, 3, 8, 1, 0},      {"mixed9 3x1", 384, 384, 3, 1, 8, 1, 0},
    {"mixed9 3x3", 448, 384, 3, 3, 8, 1, 0},
};
static const layer image = {"image", 3, 32, 3, 3, 299, 2, 1};
static const layer pool = {"max_pooling2d", 64, 64, 3, 3, 147, 2, 1};

// One way to compute a layer in one direction.
typedef struct {
  const char *name;
  dk_convolver *own;
  dk_primitive *library;
  dk_convolver_operands operands;
  double best;
} way;

static clockid_t timer = CLOCK_MONOTONIC;

static double now(void) {
  struct timespec time;
  clock_gettime(timer, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static float *memory(size_t bytes) {
  size_t size = (bytes + 127) / 64 * 64;
  float *block = aligned_alloc(64, size);
  if (!block) exit(1);
  memset(block, 0, size);
  return block;
}

static float *noise(size_t count) {
  float *values = memory(count * sizeof *values);
  unsigned state = 1;
  for (size_t i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    values[i] = (float)(state >> 8) / (1 << 24) - 0.5f;
  }
  return values;
}

static dk_window window_of(const layer *l) {
  dk_window w = {.channels_in = l->from, .height_in = l->size, .width_in = l->size, .channels_out = l->to,
                 .kernel_h = l->rows, .kernel_w = l->columns, .stride = l->stride};
  w.height_out = l->is_valid ? (l->size - l->rows) / l->stride + 1 : (l->size + l->stride - 1) / l->stride;
  w.width_out = l->is_valid ? (l->size - l->columns) / l->stride + 1 : (l->size + l->stride - 1) / l->stride;
  if (!l->is_valid) {
    w.pad_top = w.pad_bottom = (l->rows - 1) / 2;
    w.pad_left = w.pad_right = (l->columns - 1) / 2;
  } else {
    w.pad_bottom = (w.height_out - 1) * l->stride + l->rows - l->size;
    w.pad_right = (w.width_out - 1) * l->stride + l->columns - l->size;
  }
  return w;
}

// The convolution whose forward pass is the backward pass of one of stride 1.
static dk_window flipped(const dk_window *w) {
  return (dk_window){
      .channels_in = w->channels_out, .height_in = w->height_out, .width_in = w->width_out,
      .channels_out = w->channels_in, .height_out = w->height_in, .width_out = w->width_in, .kernel_h = w->kernel_h,
      .kernel_w = w->kernel_w, .stride = 1, .pad_top = w->kernel_h - 1 - w->pad_top,
      .pad_left = w->kernel_w - 1 - w->pad_left, .pad_bottom = w->kernel_h - 1 - w->pad_bottom,
      .pad_right = w->kernel_w - 1 - w->pad_right};
}

static void run(const way *w) {
  if (w->own) dk_convolver_execute(w->own, &w->operands);
  else dk_execute(w->library);
}

// Times ways in turns until each had its rounds, and prints them; the library's is the last.
static void compare(const layer *l, const dk_window *w, const char *direction, way *ways, int count, double peak) {
  for (int i = 0; i < count; i++) ways[i].best = 1e9;
  for (double start = now(), rounds = 0; rounds < 6 || now() - start < 0.05 * count; rounds++) {
    for (int i = 0; i < count; i++) {
      double begin = now();
      run(&ways[i]);
      double seconds = now() - begin;
      if (rounds > 0 && seconds < ways[i].best) ways[i].best = seconds;
    }
  }
  const double work = 2.0 * w->channels_in * w->channels_out * w->kernel_h * w->kernel_w * w->height_out * w->width_out;
  for (int i = 0; i < count; i++)
    printf("%s,%s,%s,%.3f,%.1f,%.1f,%.2f\n", ways[i].name, l->name, direction, ways[i].best * 1e3,
           work / ways[i].best * 1e-9, 100 * work / ways[i].best / peak, ways[count - 1].best / ways[i].best);
  fflush(stdout);
}

static void time_convolution(const layer *l, int is_backward, int threads, double peak) {
  const dk_window w = window_of(l), turned = flipped(&w);
  const size_t block = dk_block(), planar = l->from == 3;
  const size_t in = (planar ? 3 : (l->from + block - 1) / block * block) * w.height_in * w.width_in;
  const size_t out = (l->to + block - 1) / block * block * w.height_out * w.width_out;
  float *source = noise(is_backward ? out : in), *destination = memory((is_backward ? in : out) * sizeof *destination);
  float *kernel = noise((size_t)l->from * l->to * l->rows * l->columns), *bias = memory(4096);
  way ways[most_ways] = {0};
  int count = 0;
  for (int method = 0; method <= dk_method_image; method++) {
    const int flips = is_backward && method == dk_method_winograd;
    if ((method == dk_method_image) != (planar && is_backward) || (flips && l->stride != 1)) continue;
    static const char *const names[] = {"direct", "winograd", "image_gradient"};
    way *one = &ways[count];
    const dk_window *window = flips ? &turned : &w;
    if (dk_convolver_create(window, (dk_method)method, is_backward && !flips, threads, &one->own)) continue;
    one->name = names[method];
    float *packed = memory(dk_convolver_weights_size(one->own));
    dk_convolver_pack(one->own, kernel, packed);
    one->operands = (dk_convolver_operands){
        .source = source, .weights = packed, .bias = is_backward ? NULL : bias, .destination = destination,
        .scratch = memory(dk_convolver_scratch_size(one->own)), .relu = !is_backward};
    count++;
  }
  way *library = &ways[count];
  library->name = "library";
  const dk_extras extras = {.bias = 1, .relu = 1, .planar = (int)planar};
  const int status = is_backward ? dk_convolution_backward(&w, dk_direct, (int)planar, &library->library)
                                 : dk_convolution_forward(&w, dk_direct, &extras, &library->library);
  if (status) exit(2);
  float *packed = memory(dk_weights_size(library->library));
  dk_pack_weights(library->library, kernel, packed);
  void *scratch = memory(dk_scratch_size(library->library));
  const dk_operands operands = {
      .source = source, .destination = destination, .weights = packed, .bias = bias, .scratch = scratch};
  if (dk_set_arguments(library->library, &operands)) exit(2);
  compare(l, &w, is_backward ? "backward" : "forward", ways, count + 1, peak);
  for (int i = 0; i < count; i++) {
    free((void *)ways[i].operands.weights);
    free(ways[i].operands.scratch);
    dk_convolver_destroy(ways[i].own);
  }
  dk_primitive_destroy(library->library);
  free(packed), free(scratch), free(source), free(destination), free(kernel), free(bias);
}

// Memory-bound: the bytes that are read and written, in GB/s in the column of GFLOP/s.
static void print_bandwidth(const char *kernel, const char *name, const char *direction, double seconds, double bytes) {
  printf("%s,%s,%s,%.3f,%.1f,,\n", kernel, name, direction, seconds * 1e3, bytes / seconds * 1e-9);
}

static void time_pool(void) {
  const dk_window w = window_of(&pool);
  if (!dk_max_pool_serves(&w)) return;
  const size_t in = (size_t)pool.from * w.height_in * w.width_in, out = (size_t)pool.to * w.height_out * w.width_out;
  float *source = noise(in), *target = memory(out * sizeof *target);
  uint8_t *places = (uint8_t *)memory(out);
  double best[2] = {1e9, 1e9};
  for (int round = 0; round < 20; round++) {
    double start = now();
    dk_max_pool(&w, source, target, places, 0);
    double middle = now();
    dk_max_pool_backward(&w, target, places, source);
    double end = now();
    if (middle - start < best[0]) best[0] = middle - start;
    if (end - middle < best[1]) best[1] = end - middle;
  }
  print_bandwidth("max_pool", pool.name, "forward", best[0], in * 4.0 + out * 5.0);
  print_bandwidth("max_pool", pool.name, "backward", best[1], in * 4.0 + out * 5.0);
  free(source), free(target), free(places);
}

static void time_loops(void) {
  const size_t count = (size_t)1 << 21;
  float *a = noise(count), *b = noise(count);
  double best[3] = {1e9, 1e9, 1e9};
  for (int round = 0; round < 20; round++) {
    double time[4] = {now()};
    dk_add(a, b, count);
    time[1] = now();
    const float deviation = dk_deviation(b, count);
    time[2] = now();
    dk_ascent_step(a, b, count, deviation, 0.01f);
    time[3] = now();
    for (int i = 0; i < 3; i++)
      if (time[i + 1] - time[i] < best[i]) best[i] = time[i + 1] - time[i];
  }
  print_bandwidth("add", "2^21 values", "", best[0], count * 12.0);
  print_bandwidth("deviation", "2^21 values", "", best[1], count * 8.0);
  print_bandwidth("ascent_step", "2^21 values", "", best[2], count * 12.0);
  free(a), free(b);
}

// The number of threads may be given.
int main(int count, char **arguments) {
  const int threads = count > 1 ? atoi(arguments[1]) : dk_processors();
  if (threads < 1) return 1;
  if (threads == 1) timer = CLOCK_THREAD_CPUTIME_ID;
  dk_set_threads(threads);
  const double peak = dk_peak();
  printf("# lanes %d, threads %d, peak %.0f GFLOP/s\n", dk_lanes(), threads, peak * 1e-9);
  printf("kernel,layer,direction,milliseconds,gflops,percent_of_peak,times_faster_than_library\n");
  for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
    for (int is_backward = 0; is_backward < 2; is_backward++)
      time_convolution(&layers[i], is_backward, threads, peak);
  time_convolution(&image, 1, threads, peak);
  time_pool();
  time_loops();
  return 0;
}
