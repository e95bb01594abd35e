// Max-pooling in blocks of dk_block() channels, which remembers where it found its values. Processors with AVX-512 or
// AVX2.
#pragma once
#include "dk_window.h"

// Whether these functions serve a window on this processor.
int dk_max_pool_serves(const dk_window *window);

// The largest value under each window, and its place there, counted row by row; the first of equal values.
//
// Winograd convolutions round values that should be equal, as over a flat part of an image, in different ways. Where
// three or more values under a window lie within `tolerance` of the largest, relative to it, they count as equal; 0
// takes them as they are.
void dk_max_pool(const dk_window *window, const float *source, float *target, uint8_t *places, float tolerance);
// Its backward pass: each gradient goes to the place where the value was found.
void dk_max_pool_backward(const dk_window *window, const float *gradient, const uint8_t *places, float *target);
