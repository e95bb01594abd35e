// What winograd.c prepares and wide/winograd.inc runs.
#pragma once
#include "convolver.h"

enum { most_pairs = 4, most_points = 2 * most_pairs + 2, most_outputs = 4 };

// The algorithm along one axis; see winograd.c.
typedef struct {
  int taps, outputs, pairs;
  double points[most_pairs];
  // Products over the pairs of (X - p²), from the constant on, without the leading 1: of all pairs, and of all but one.
  float all[most_pairs], others[most_pairs][most_pairs];
  float roots[most_pairs], powers[most_pairs][most_outputs];
} winograd_axis;

// The kernels that there is code for.
typedef enum {
  winograd_3x3, winograd_5x5, winograd_1x3, winograd_3x1, winograd_1x7, winograd_7x1, winograd_shapes
} winograd_shape;

typedef struct {
  dk_convolver head;
  winograd_shape shape;
  winograd_axis rows, columns;
  int points, tiles_down, tiles_across;
  size_t blocks_in, blocks_out;
  // Tiles are multiplied `tiles` at a time; `batches` of these are prepared together.
  int tiles, batches, batch_count;
  size_t v_floats;
} winograd_convolver;
