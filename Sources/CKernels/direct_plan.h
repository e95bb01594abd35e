// What direct.c prepares and wide/direct.inc runs.
#pragma once
#include "convolver.h"

enum { most_taps = 49, most_step = 2, most_phases = most_step * most_step };

// Target pixels of one kind: those that the same taps reach. There is one phase, but for the backward pass of stride
// s: there a source pixel reaches a target pixel only through the taps that agree with the target's place modulo s,
// so there are s².
typedef struct {
  // Target pixel (i, j) of the phase is pixel (first_row + i · target_step, first_column + j · target_step).
  int64_t first_row, first_column, rows, columns;
  int taps;
  // Target pixel (i, j) reads source pixel (i · source_step + row, j · source_step + column) through each tap.
  struct { int row, column, kernel_row, kernel_column; } tap[most_taps];
  int low_row, high_row, low_column, high_column;
  // Target rows that are computed together, from source rows that are brought together first.
  int64_t band;
  size_t weights;  // where its packed taps begin
} direct_phase;

typedef struct {
  dk_convolver head;
  int is_backward;
  int64_t source_height, source_width, target_height, target_width;
  // The pixels of a plane: fewer than its rows and columns where a plane of a 1×1 kernel was cut into rows at will.
  int64_t source_pixels, target_pixels;
  int64_t source_step, target_step;
  size_t blocks_in, blocks_out;
  int phases;
  direct_phase phase[most_phases];
} direct_convolver;
